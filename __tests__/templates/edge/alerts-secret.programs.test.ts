import { debianRoot } from "../../support/debian-root";
import { exampleMachines, type ExampleMachine } from "../../support/example";
import { MachineTree } from "../../support/machine-tree";

const SECRET = "/etc/bingo/alerts/secret";
const UNIT = "/etc/systemd/system/prometheus-alertmanager.service.d/10-bingo.conf";

let edge: ExampleMachine;
let tree: MachineTree;

beforeAll(async () => {
  const [machine] = exampleMachines(["edge"]);
  if (!machine) throw new Error("the example has no edge");
  edge = machine;
  tree = await MachineTree.open(debianRoot(), edge.name, edge.address);
  tree.write(edge.files);
  tree.must(["systemd-sysusers"]);
  // The folders, as bingo-setup makes them; the rest of it needs systemd.
  tree.must(["bash", "-euc", "source <(grep '^install -d' /usr/local/sbin/bingo-setup)"]);
  tree.write([{ path: "/home/ops/inbox/alerts-secret", content: "https://example.org/alerts\n" }]);
  tree.must(["/usr/local/sbin/bingo-receive"]);
});

afterAll(() => tree.close());

/** Whether a process of this user can read the secret. */
function reads(user: string): boolean {
  return tree.run(["setpriv", `--reuid=${user}`, `--regid=${user}`, "--init-groups", "cat", SECRET]).status === 0;
}

it("is read by Alertmanager's user, and by no other user of the machine but root", () => {
  const users = tree.must(["cut", "-d", ":", "-f", "1", "/etc/passwd"]).trim().split("\n");
  expect(users).toEqual(expect.arrayContaining(["prometheus", "www-data", "haproxy", "nobody"]));
  expect(users.filter((user) => user !== "root" && reads(user))).toEqual(["alertmanager"]);
});

it("is read by no unit but Alertmanager's: no other runs as its user or in its group", () => {
  const units = edge.files.filter(({ content }) => /^(?:User|Group|SupplementaryGroups)=.*alertmanager/m.test(content));
  expect(units.map(({ path }) => path)).toEqual([UNIT]);
});

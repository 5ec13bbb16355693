import { debianRoot } from "../../../support/debian-root";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import execa from "execa";
import { PROJECT_ROOT } from "../../../../config/paths";
import { MachineTree } from "../../../support/machine-tree";

jest.setTimeout(600_000);

const ADDRESS = "10.130.0.20";
const URL = `postgres://postgres@${ADDRESS}/postgres`;

/** A PostgreSQL of Debian 13 as it comes, which takes whoever is in its network namespace for its owner. */
const SERVER = `
  export PATH=$PATH:/usr/lib/postgresql/17/bin
  install -d -o postgres /run/postgresql /srv/cluster
  as_postgres() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
  as_postgres initdb --pgdata=/srv/cluster --encoding=UTF8 --locale=C.UTF-8 --auth=trust --no-sync >/dev/null
  echo "host all all ${ADDRESS}/32 trust" >>/srv/cluster/pg_hba.conf
  as_postgres pg_ctl start --pgdata=/srv/cluster --wait --silent --log=/srv/cluster/log \
    --options='-c listen_addresses=${ADDRESS} -c fsync=off'
`;

it("the lab's bingo loads and serves its data with Debian 13's PostgreSQL", async () => {
  const root = debianRoot();
  const folder = mkdtempSync(join(tmpdir(), "bingo-test-"));
  const machine = await MachineTree.open(root, "db", ADDRESS);
  try {
    const test = join(folder, "server.test");
    await execa("go", ["test", "-tags", "database", "-c", "-o", test, "./server"], {
      cwd: join(PROJECT_ROOT, "lab", "programs", "bingo"),
      env: { CGO_ENABLED: "0", GOTOOLCHAIN: "auto", GOFLAGS: "-mod=readonly", GOWORK: "off" },
    });
    machine.must(["bash", "-euo", "pipefail", "-c", SERVER]);
    machine.must(["bash", "-c", "cat >/srv/server.test && chmod +x /srv/server.test"], { input: readFileSync(test) });
    const output = machine.must(["env", `STANDIN_TEST_DSN=${URL}`, "/srv/server.test", "-test.v"], { seconds: 300 });
    expect(output).toMatch(/^--- PASS: TestReads /m);
    expect(output).not.toMatch(/^--- SKIP/m);
  } finally {
    await machine.close();
    rmSync(folder, { recursive: true });
  }
});

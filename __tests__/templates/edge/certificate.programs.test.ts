import { debianRoot } from "../../support/debian-root";
import { exampleMachines } from "../../support/example";
import { MachineTree } from "../../support/machine-tree";

const PROGRAM = "/usr/local/sbin/bingo-certificate";
const DAY_SECONDS = 86_400;

let tree: MachineTree;

/** A root that the machine knows, one that it does not, an intermediate of the first for ten days, and certificates. */
const CERTIFICATES = `
  cd /srv
  new() { openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj "/CN=$1" -keyout "$1.key" "\${@:2}" 2>/dev/null; }
  issue() { openssl x509 -req -in "$1.csr" -CA "$2.crt" -CAkey "$2.key" -days "$3" -out "$1.crt" "\${@:4}" 2>/dev/null; }
  echo basicConstraints=CA:TRUE >ca.ext
  new known -x509 -days 1000 -out known.crt
  new company -x509 -days 1000 -out company.crt
  new own -x509 -days 30 -out own.crt
  new between -out between.csr && issue between known 10 -extfile ca.ext
  new leaf -out leaf.csr && issue leaf between 90
  new internal -out internal.csr && issue internal company 90
  cp known.crt /usr/local/share/ca-certificates/known.crt
  update-ca-certificates >/dev/null 2>&1
`;

beforeAll(async () => {
  const [edge] = exampleMachines(["edge"]);
  if (!edge) throw new Error("the example has no edge");
  tree = await MachineTree.open(debianRoot(), edge.name, edge.address);
  tree.write(edge.files.filter(({ path }) => path === PROGRAM));
  tree.must(["bash", "-euc", CERTIFICATES]);
});

afterAll(() => tree.close());

/** What the program says of the certificates in these files, in this order. */
function state(...names: readonly string[]): { readonly complete: number; readonly days: number } {
  const files = names.map((name) => `/srv/${name}.crt`).join(" ");
  const output = tree.must(["bash", "-euc", `cat ${files} >/srv/sent.crt; ${PROGRAM} /srv/sent.crt`]);
  const value = (metric: string): number => Number(new RegExp(`^${metric} (\\d+)$`, "m").exec(output)?.[1]);
  const seconds = value("bingo_certificate_expiry_timestamp_seconds") - Date.now() / 1000;
  return { complete: value("bingo_certificate_chain_complete"), days: Math.round(seconds / DAY_SECONDS) };
}

describe("bingo-certificate", () => {
  it.each([
    ["a certificate with the one between it and a known root", ["leaf", "between"], 1],
    ["the same, and the root as well", ["leaf", "between", "known"], 1],
    ["a self-signed one", ["own"], 1],
    ["one of a company, with its root", ["internal", "company"], 1],
    ["one without the one between", ["leaf"], 0],
    ["one with another one's", ["leaf", "company"], 0],
    ["one of a company, without its root", ["internal"], 0],
  ] as const)("knows whether a chain is complete: %s", (_, names, complete) => {
    expect(state(...names).complete).toBe(complete);
  });

  it("takes the end of the one that ends first", () => {
    expect(state("own").days).toBe(30);
    expect(state("leaf", "between").days).toBe(10);
  });
});

/** Prints where the stacks of a synthesized installation are and what they would create: `tsx script/inventory.ts [OUTDIR]`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { columns } from "./columns";

interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly synthesizedStackPath: string }>>;
}

interface Stack {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The arguments of a yandex_compute_instance that are printed. */
interface Instance {
  readonly name: string;
  readonly resources: { readonly cores: number; readonly memory: number };
  readonly network_interface: readonly { readonly ip_address: string }[];
}

const outdir = process.argv[2] ?? process.env["CDKTF_OUTDIR"] ?? "cdktf.out";

function readJson(...path: string[]): unknown {
  return JSON.parse(readFileSync(join(outdir, ...path), "utf8"));
}

const { stacks } = readJson("manifest.json") as Manifest;
const machines: string[][] = [["machine", "address", "cores", "memory"]];
let total = 0;

for (const [name, { synthesizedStackPath }] of Object.entries(stacks)) {
  const { resource = {} } = readJson(synthesizedStackPath) as Stack;
  const counts = Object.entries(resource).map(([type, all]) => ({ type, count: Object.keys(all).length }));
  total += counts.reduce((sum, { count }) => sum + count, 0);
  console.log(`${name}: ${join(outdir, synthesizedStackPath)}`);
  console.log(`${columns(counts.map(({ type, count }) => [String(count), type])).join("\n")}\n`);
  for (const { name, resources, network_interface } of Object.values(
    resource.yandex_compute_instance ?? {},
  ) as Instance[]) {
    const address = network_interface[0]?.ip_address ?? "by DHCP";
    machines.push([name, address, String(resources.cores), `${resources.memory} GB`]);
  }
}

console.log(`${total} resources in ${Object.keys(stacks).length} stacks; of them ${machines.length - 1} machines:`);
console.log(columns(machines).join("\n"));

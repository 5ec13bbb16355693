/** Prints where a synthesized installation lies and what it would create: `tsx script/inventory.ts [OUTDIR]`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly synthesizedStackPath: string }>>;
}

interface Stack {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What is read of a yandex_compute_instance. */
interface Instance {
  readonly name: string;
  readonly resources: { readonly cores: number; readonly memory: number };
  readonly network_interface: readonly { readonly ip_address: string }[];
}

const outdir = process.argv[2] ?? process.env["CDKTF_OUTDIR"] ?? "cdktf.out";

function readJson(...path: string[]): unknown {
  return JSON.parse(readFileSync(join(outdir, ...path), "utf8"));
}

/** Rows as columns that are as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd())
    .join("\n");
}

const { stacks } = readJson("manifest.json") as Manifest;
const machines: string[][] = [["machine", "address", "cores", "memory"]];
let total = 0;

for (const [name, { synthesizedStackPath }] of Object.entries(stacks)) {
  const { resource = {} } = readJson(synthesizedStackPath) as Stack;
  const counts = Object.entries(resource).map(([type, all]) => ({ type, count: Object.keys(all).length }));
  total += counts.reduce((sum, { count }) => sum + count, 0);
  console.log(`${name}: ${join(outdir, synthesizedStackPath)}`);
  console.log(`${table(counts.map(({ type, count }) => [String(count), type]))}\n`);
  for (const { name, resources, network_interface } of Object.values(
    resource.yandex_compute_instance ?? {},
  ) as Instance[]) {
    const address = network_interface[0]?.ip_address ?? "by DHCP";
    machines.push([name, address, String(resources.cores), `${resources.memory} GB`]);
  }
}

console.log(`${total} resources in ${Object.keys(stacks).length} stacks; of them ${machines.length - 1} machines:`);
console.log(table(machines));

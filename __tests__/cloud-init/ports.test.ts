import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { PORTS } from "../../cloud-init/ports";
import { PROJECT_ROOT } from "../../config/paths";

/** Files that are not rendered, and the ports that they name. */
const LITERAL: Readonly<Record<string, readonly number[]>> = {
  "templates/database/root/etc/bingo/prepare.nft": [PORTS.postgres],
  "templates/edge/root/etc/default/prometheus-alertmanager": [PORTS.alertmanager],
  "templates/edge/root/etc/default/prometheus-nginx-exporter": [PORTS.nginxExporter, PORTS.nginxInternal],
  "templates/edge/root/etc/nginx/njs/cache.js": [PORTS.nginxInternal],
  "templates/edge/root/etc/nginx/page.conf": [PORTS.prometheus],
};

const ADDRESS = /(?:127\.0\.0\.1:|\bd?port[ =:]+|listen-address=\S*:)(\d+)\b/g;

/** Ports that the text names, in their order. */
function portsIn(text: string): number[] {
  return [...text.matchAll(ADDRESS)].map(([, port]) => Number(port));
}

const files = ["templates", "proof/bench/baseline/templates"].flatMap((folder) =>
  readdirSync(join(PROJECT_ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name)),
);

describe("ports in templates", () => {
  it("are named by the table, but for some files that are not rendered, which say the same", () => {
    const literal = files.map((file) => [relative(PROJECT_ROOT, file), portsIn(readFileSync(file, "utf8"))] as const);
    expect(Object.fromEntries(literal.filter(([, ports]) => ports.length > 0))).toEqual(LITERAL);
  });

  it("are each the port of one thing", () => {
    const numbers = Object.values(PORTS);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

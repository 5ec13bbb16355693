/**
 * `altered.ts ID`: the installation with one template altered, as a cdktf app. Deployed into a lab only, for changes that no
 * config makes.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { App } from "cdktf";
import { machines } from "../../cloud-init/machines";
import { TEMPLATES } from "../../cloud-init/render";
import { loadInstallationOrExit } from "../../config/load";
import { addStacks } from "../../stacks/installation";

interface Alteration {
  /** Below `templates`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const ALTERATIONS: Readonly<Record<string, Alteration>> = {
  "alert-rule": {
    file: "edge/root/etc/prometheus/rules/alerts.yml",
    from: 'endpoint:bingo_edge_errors:ratio_rate1m{endpoint!="other"} > 0.01',
    to: 'endpoint:bingo_edge_errors:ratio_rate1m{endpoint!="other"} > 0.02',
  },
  "nginx-refuses": { file: "edge/root/etc/nginx/nginx.conf.hbs", from: "http {\n", to: "http {\n  nonsense on;\n" },
};

const [id = ""] = process.argv.slice(2);
const alteration = ALTERATIONS[id];
if (!alteration) throw new Error(`altered.ts: expected one of ${Object.keys(ALTERATIONS).join(", ")}, found ${id}`);
const { file, from, to } = alteration;
const text = readFileSync(join(TEMPLATES, file), "utf8");
if (!text.includes(from)) throw new Error(`${file}: expected ${from.trim()}, found none`);
const folder = mkdtempSync(join(tmpdir(), "bingo-altered-"));
try {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(
    join(folder, file),
    text.replace(from, () => to),
  );
  const app = new App();
  const installation = loadInstallationOrExit();
  addStacks(app, installation, machines(installation, folder));
  app.synth();
} finally {
  rmSync(folder, { recursive: true });
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { PROJECT_ROOT } from "../../../config/paths";

const ETC = join(PROJECT_ROOT, "templates", "edge", "root", "etc");
const ARGS = readFileSync(join(ETC, "default", "prometheus.hbs"), "utf8");

/** The number that Prometheus is given for a flag. */
function flag(name: string): number {
  return Number(new RegExp(`--${name}=(\\d+)`).exec(ARGS)?.[1]);
}

it("leaves a slot of Prometheus for each group of rules, whatever is asked over all its connections", () => {
  const folder = join(ETC, "prometheus", "rules");
  const groups = readdirSync(folder).flatMap(
    (name) => (parse(readFileSync(join(folder, name), "utf8")) as { groups: unknown[] }).groups,
  );
  expect(groups.length).toBeGreaterThan(10);
  expect(flag("query.max-concurrency") - flag("web.max-connections")).toBeGreaterThanOrEqual(groups.length);
});

it("ends each question after the time between two evaluations, at the default interval", () => {
  expect(flag("query.timeout")).toBeLessThanOrEqual(5);
});

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../config/paths";
import { buildYandexProvider } from "../../../lab/engine/mirror";

interface Rules {
  readonly arguments: readonly string[];
  readonly blockCounts?: readonly string[];
  readonly defaults?: Readonly<Record<string, unknown>>;
  readonly whenSmaller?: readonly string[];
  readonly customized?: readonly string[];
}

/** What the provider's code says of its schema. */
interface Walked extends Required<Pick<Rules, "arguments" | "blockCounts" | "defaults">> {
  readonly customizeDiff: boolean;
}

const FILE = join(PROJECT_ROOT, "packages", "provider-yandex", "replacement.json");
const { resources } = JSON.parse(readFileSync(FILE, "utf8")) as { resources: Readonly<Record<string, Rules>> };
const ours = Object.entries(resources).filter(([type]) => type.startsWith("yandex_"));
let walked: Readonly<Record<string, Walked>>;

beforeAll(async () => {
  const types = ours.map(([type]) => type);
  const text = execFileSync(await buildYandexProvider(), ["rules", ...types], { encoding: "utf8" });
  walked = JSON.parse(text) as typeof walked;
}, 600_000);

it.each(ours)("replacement.json has what the provider's schema says of %s", (type, rules) => {
  const { arguments: names, blockCounts = [], defaults = {} } = rules;
  expect({ arguments: [...names].sort(), blockCounts: [...blockCounts].sort(), defaults }).toEqual({
    arguments: walked[type]?.arguments,
    blockCounts: walked[type]?.blockCounts,
    defaults: walked[type]?.defaults,
  });
});

it.each(ours)("replacement.json has what the provider's code decides beyond the schema of %s", (type, rules) => {
  const beyond = (rules.whenSmaller ?? rules.customized ?? []).length > 0;
  expect(beyond).toBe(walked[type]?.customizeDiff);
});

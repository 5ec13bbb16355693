import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../config/paths";
import { readings } from "../../../proof/readings/reading";

const README = readFileSync(join(PROJECT_ROOT, "lab", "programs", "bingo", "README.md"), "utf8");

/** Switches of the stand-in's table that are about the real bingo, with the values that are not their defaults. */
const SWITCHES = [...README.matchAll(/^\| `(STANDIN_\w+)` +\| [^|]*\| ([^|]*)\|[^|]*\| ([^|]*)\|$/gm)].flatMap(
  ([, name = "", others = "", evidence = ""]) =>
    evidence.trim() === "test" ? [] : [...others.matchAll(/`([^`]+)`/g)].map(([, value]) => `${name}=${value}`),
);

/** What no reading sets, with the reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  "STANDIN_LOAD=batch": "for tests only",
  "STANDIN_DEATH=exit0": "the default takes each kind of death in turn",
  "STANDIN_DEATH=panic": "the default takes each kind of death in turn",
  "STANDIN_DEATH=leak": "the default takes each kind of death in turn",
  "STANDIN_DEATH=sick": "the default takes each kind of death in turn",
};

it("has a row for every doubtful fact that the stand-in can play", () => {
  const played = readings()
    .filter(({ id }) => id !== "all")
    .flatMap(({ settings }) => Object.entries(settings).map(([name, value]) => `${name}=${value}`));
  expect(SWITCHES.length).toBeGreaterThan(15);
  expect(SWITCHES.filter((each) => !played.includes(each) && !(each in LEFT_OUT))).toEqual([]);
});

it("names each reading once", () => {
  const ids = readings().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../config/paths";
import { drills } from "../../../proof/drills/drills";
import { counts } from "../../../proof/drills/ledger";
import { samples } from "../../support/drill-run";

const text = (...path: readonly string[]): string => readFileSync(join(PROJECT_ROOT, ...path), "utf8");
const [, TABLE = "", , FOUND = ""] = text("docs", "drills.md").split(/^## /m);
const DOCUMENTED = [...TABLE.matchAll(/^\| `([^`]+)`/gm)].map(([, id]) => id);

describe.each([{ quick: false }, { quick: true }])("the drills, %o", (options) => {
  const all = drills(options);

  it("are those of docs/drills.md, in its order", () => {
    expect(all.map(({ id }) => id)).toEqual(DOCUMENTED);
    expect(new Set(DOCUMENTED).size).toBe(47);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it("let no user notice the failure of a process or node at 60 RPS, and one of 1,000 at 120", () => {
    for (const { id, limits } of all) {
      const outage = ["data-disk-full", "database-power", "postgres-stopped"].includes(id);
      expect(limits.failed).toEqual(outage ? "outage" : { 60: 0, 120: 0.001 });
    }
  });

  it("have a process back in 10 s, a machine in a minute, and what nobody notices within a minute", () => {
    const slow = all.filter(({ limits }) => limits.recoverySeconds > 10);
    const after = (from: "failure" | "heal", ...ids: readonly string[]) => ids.map((id) => [id, 60, from]);
    expect(slow.map(({ id, limits }) => [id, limits.recoverySeconds, limits.recoveryFrom])).toEqual([
      ...after("heal", "app-node-power", "app-node-network", "packet-loss", "packet-delay"),
      ...after("heal", "failing-request", "slow-database"),
      ...after("failure", "docker-hangs", "containerd-hangs", "rules-flushed", "instance-removed"),
      ...after("heal", "docker-files-torn"),
      ...after("failure", "node-rebooted"),
      ...after("failure", "app-node-updated", "edge-updated", "database-updated"),
      ...after("heal", "database-power"),
    ]);
  });
});

it("are summed up by docs/drills.md and README as the table of results says, without outages", () => {
  const outages = drills({ quick: false }).filter(({ limits }) => limits.failed === "outage");
  const rows = [...FOUND.matchAll(/^\| `([^`]+)`.*$/gm)].filter(([, id]) => !outages.some((drill) => drill.id === id));
  const sum = (column: 1 | 2): number =>
    rows
      .flatMap(([row]) => [...row.matchAll(/(\d+) of (\d+)/g)])
      .reduce((total, match) => total + Number(match[column]), 0);
  const said = `${sum(1)} of ${sum(2).toLocaleString("en")} requests failed`;
  expect(FOUND).toContain(said);
  expect(text("README.md")).toContain(said);
});

it("counts the sessions that were answered", () => {
  const post = { endpoint: "POST /api/session", status: 200 } as const;
  const gone = { endpoint: "DELETE /api/session/{id}", status: 200 } as const;
  const lost = { good: false, status: 0, error: "ETIMEDOUT" };
  const found = counts(samples({ 1: post, 2: post, 3: { ...post, ...lost }, 4: gone, 5: { ...gone, ...lost } }));
  expect(found).toEqual({ posted: 2, unsure: 1, deleted: 1 });
});

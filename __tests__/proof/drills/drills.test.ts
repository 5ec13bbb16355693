import { drills } from "../../../proof/drills/drills";
import { counts } from "../../../proof/drills/ledger";
import { samples } from "../../support/drill-outcome";

describe.each([{ quick: false }, { quick: true }])("the drills, %o", (options) => {
  const all = drills(options);

  it("are the sixteen, in their order", () => {
    expect([...new Set(all.map(({ number }) => number))]).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it("let no user notice the failure of a process or node at 60 RPS, and one of 1,000 at 120", () => {
    for (const { number, limits } of all) {
      expect(limits.failed).toEqual([9, 10, 16].includes(number) ? "outage" : { 60: 0, 120: 0.001 });
    }
  });

  it("have a process back in 10 s, and a machine in a minute", () => {
    const slow = all.filter(({ limits }) => limits.recoverySeconds > 10);
    expect(slow.map(({ number, limits }) => [number, limits.recoverySeconds, limits.recoveryFrom])).toEqual(
      [6, 7, 8, 8, 16].map((number) => [number, 60, "heal"]),
    );
  });
});

it("counts the sessions that users were told of", () => {
  const post = { endpoint: "POST /api/session", status: 200 } as const;
  const gone = { endpoint: "DELETE /api/session/{id}", status: 200 } as const;
  const lost = { good: false, status: 0, error: "ETIMEDOUT" };
  const found = counts(samples({ 1: post, 2: post, 3: { ...post, ...lost }, 4: gone, 5: { ...gone, ...lost } }));
  expect(found).toEqual({ posted: 2, unsure: 1, deleted: 1 });
});

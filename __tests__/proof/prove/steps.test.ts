import { type ProofStep, runSteps } from "../../../proof/prove/steps";

describe("runSteps", () => {
  const step = (name: string, run: ProofStep["run"]): ProofStep => ({ name, run });
  const good = step("good", () => Promise.resolve(true));
  const bad = step("bad", () => Promise.resolve(false));
  const broken = step("broken", () => Promise.reject(new Error("it broke")));

  it("goes on after a bad verdict, and stops after what broke", async () => {
    const printed: string[] = [];
    const results = await runSteps([good, bad, good, broken, good], (line) => printed.push(line));
    expect(results.map(({ status }) => status)).toEqual(["pass", "fail", "pass", "broken"]);
    expect(results.at(-1)?.reason).toBe("it broke");
    expect(printed.at(-1)).toBe("== broken: broken, 0 s\nit broke");
  });

  it("stops after an interruption", async () => {
    const results = await runSteps([good, good], () => undefined, AbortSignal.abort());
    expect(results).toMatchObject([{ status: "broken", reason: "interrupted" }]);
  });
});

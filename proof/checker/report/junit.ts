import type { TestSuite } from "../../report/junit";
import type { CheckerResult } from "../run";
import { measured } from "./text";

/** A case for each row. One that was not measured says why. */
export function checkerSuite({ verdicts, startedAt, seconds }: CheckerResult): TestSuite {
  const cases = verdicts.map((verdict) => {
    const { id, text } = verdict.row;
    const output = measured(verdict).join("\n");
    return { className: "checker", name: `${id}: ${text}`, status: verdict.outcome, message: output, type: id, output };
  });
  return { name: "checker", startedAt, seconds, cases };
}

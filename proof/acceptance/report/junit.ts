import type { Acceptance } from "../accept";
import { figure, limitText } from "../../report/format";
import type { TestSuite } from "../../report/junit";

/** A case for each row. One that was not measured says why. */
export function acceptanceSuite({ verdicts, startedAt, seconds }: Acceptance): TestSuite {
  const cases = verdicts.map(({ requirement, outcome, measured, detail }) => {
    const { id, text, unit, limit, point } = requirement;
    const found = `${measured === undefined ? "not measured" : `${figure(measured)} ${unit}`}, ${limitText(limit)}: ${detail}`;
    const name = `${id}: ${text}`;
    return { className: `acceptance.${point}`, name, status: outcome, message: found, type: id, output: found };
  });
  return { name: "acceptance", startedAt, seconds, cases };
}

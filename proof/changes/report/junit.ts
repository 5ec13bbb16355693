import type { TestSuite } from "../../report/junit";
import { held, type Result, waysOf } from "../run";
import { explained } from "./text";

/** A case for each change. */
export function changeSuite(results: readonly Result[]): TestSuite {
  const cases = results.map((result) => {
    const { id, title } = result.change;
    const good = held(result);
    const text = explained(result).join("\n");
    return {
      className: `changes.${id}`,
      name: title,
      status: good ? ("pass" as const) : ("fail" as const),
      seconds: waysOf(result).reduce((total, { seconds }) => total + seconds, 0),
      output: text,
      ...(!good && { message: text }),
    };
  });
  return { name: "changes", cases };
}

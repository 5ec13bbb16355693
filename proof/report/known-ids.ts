import { InvalidArgumentError } from "commander";
import { distance } from "fastest-levenshtein";

/**
 * Reads ids from a command line, separated by commas.
 *
 * @param what they are the ids of, for messages: `drills`
 * @throws InvalidArgumentError when a part is none of the known: names the nearest one, and all
 * @example knownIds("drills", "panic-operation,app-node-power", ["panic-operation", "app-node-power"]);
 */
export function knownIds<Id extends string>(what: string, text: string, known: readonly Id[]): readonly Id[] {
  return text.split(",").map((part) => {
    const found = known.find((id) => id === part.trim());
    if (found !== undefined) return found;
    const [nearest = ""] = [...known].sort((a, b) => distance(part, a) - distance(part, b));
    throw new InvalidArgumentError(
      `expected ids of ${what}, found "${part}"; did you mean "${nearest}"? All are ${known.join(", ")}.`,
    );
  });
}

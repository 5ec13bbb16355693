import type { Facts } from "../facts";
import { missing, type Finding } from "./finding";

export function cycles({ visibility }: Facts, key: "visible" | "gone"): Finding {
  const told = (visibility?.cycles ?? []).filter((cycle) => cycle[key] !== undefined);
  if (visibility && told.length === 0) return missing("no answer to POST /api/session had an id to look for");
  if (told.length === 0) return missing();
  const wrong = told.filter((cycle) => cycle[key] === false).length;
  return { value: wrong, detail: `${wrong} of ${told.length}` };
}

export function kept({ kept: found }: Facts): Finding {
  if (!found) return missing();
  if (found.expected === 0) return missing("no answer to POST /api/session had an id to look for");
  const { expected, missing: lost } = found;
  const detail = `${expected - found.found} of ${expected}`;
  return {
    value: expected - found.found,
    detail: lost.length > 0 ? `${detail}, for example ${lost.join(", ")}` : detail,
  };
}

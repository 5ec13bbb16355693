import type { Facts } from "../facts";
import { missing, type Finding } from "./finding";

export function rows({ listReads = [] }: Facts, list: "GET /api/customer" | "GET /api/movie"): Finding {
  const [first] = listReads.filter((read) => read.list === list);
  if (!first) return missing();
  if (!first.good) return missing(`${list} failed: ${first.code}`);
  return { value: first.rows };
}

export function sampledSessions({ sampledSessions: found }: Facts): Finding {
  if (!found || found.answered === 0) return missing(found ? "no answer" : undefined);
  return { value: (100 * found.found) / found.answered, detail: `${found.found} of ${found.answered}` };
}

export function unchanged({ listReads = [], listsAfter, sampledRows }: Facts): Finding {
  if (!sampledRows || !listsAfter) return missing();
  const differences = sampledRows.firstDifference === undefined ? [] : [sampledRows.firstDifference];
  let count = sampledRows.asked - sampledRows.equal;
  for (const after of listsAfter) {
    const before = listReads.find(({ list }) => list === after.list);
    if (!before?.good || !after.good || before.checksum === after.checksum) continue;
    count++;
    differences.push(`${after.list} is not what it was before the loads`);
  }
  const detail = differences.length > 0 ? differences.join("; ") : `${sampledRows.asked} rows by id, the lists twice`;
  return { value: count, detail };
}

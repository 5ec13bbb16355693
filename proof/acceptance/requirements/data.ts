import type { List } from "../../load/request";
import type { Prepared } from "../subject";
import { notMeasured, sharing, type Finding, type Found, type Row } from "./requirement";

const TABLES = [
  ["customers", "GET /api/customer"],
  ["movies", "GET /api/movie"],
] as const;

/** Point 11: the data that `prepare_db` made. */
export function data(prepared: Prepared): readonly Row[] {
  return sharing({ point: 11 }, [
    ...TABLES.map(([table, list]) => ({
      id: `data-${table}`,
      text: `The prepared ${table} are there, or the first 100,000 of them`,
      limit: { exactly: 0 },
      unit: "rows too few",
      needs: ["front", "lists"] as const,
      finding: (found: Found) => missingIn(list, prepared[table], found),
    })),
    {
      id: "data-sessions",
      text: "The prepared sessions are there, by random ids",
      // Some belong to customers or movies that do not exist, and are not found by their ids.
      limit: { atLeast: 98 },
      unit: "% found",
      needs: ["front", "lists", "rows"],
      finding: foundSessions,
    },
    {
      id: "data-unchanged",
      text: "Customers and movies are the same by id, in the list and after the loads",
      limit: { atMost: 0 },
      unit: "differences",
      needs: ["front", "lists", "rows", "after"],
      finding: differencesInAnswers,
    },
    {
      id: "data-tables",
      text: "Every prepared row is in the database and the same after the loads",
      limit: { atMost: 0 },
      unit: "differences",
      reach: "machines",
      needs: ["front", "lists", "machines-before", "kept", "machines-after"],
      finding: differencesInTables,
    },
    {
      id: "data-foreign-keys",
      text: "No foreign keys were added",
      limit: { atMost: 0 },
      unit: "foreign keys",
      reach: "machines",
      needs: ["machines-before"],
      finding: ({ facts }) => counted(facts.machines?.foreignKeys),
    },
    {
      id: "data-dangling",
      text: "Sessions whose customer or movie does not exist were left in",
      limit: { atLeast: 1 },
      unit: "rows",
      reach: "machines",
      needs: ["machines-before"],
      finding: danglingSessions,
    },
  ]);
}

function counted(count: number | undefined): Finding {
  return count === undefined ? notMeasured() : { value: count };
}

/** Whether bingo's own data has such sessions is not certain: when all rows are there, none may have been left out. */
function danglingSessions({ facts: { machines }, subject: { prepared } }: Found): Finding {
  const rows = machines?.before?.find(({ table }) => table === "sessions")?.rows ?? 0;
  if (machines?.dangling === 0 && rows >= prepared.sessions) return notMeasured("all rows are there, and none is such");
  return counted(machines?.dangling);
}

/** Where bingo is said to cut its lists. */
const LIST_ROWS = 100_000;

/** How many rows a list has too few, negative when it has too many. It may be cut or whole: which is not certain. */
function missingIn(list: List, prepared: number, { facts: { listReads = [] } }: Found): Finding {
  const [first] = listReads.filter((read) => read.list === list);
  if (!first) return notMeasured();
  if (!first.good) return notMeasured(`${list} failed: ${first.code}`);
  const { rows } = first;
  const expected = rows > LIST_ROWS ? prepared : Math.min(prepared, LIST_ROWS);
  return { value: expected - rows, detail: `${rows} of ${prepared} rows` };
}

function foundSessions({ facts: { sampledSessions: sampled } }: Found): Finding {
  if (!sampled || sampled.answered === 0) return notMeasured(sampled ? "no answer" : undefined);
  return { value: (100 * sampled.found) / sampled.answered, detail: `${sampled.found} of ${sampled.answered}` };
}

/** Rows that differ between a list and their own address, and lists that differ before and after the loads. */
function differencesInAnswers({ facts: { listReads = [], listsAfter, sampledRows } }: Found): Finding {
  if (!sampledRows || !listsAfter) return notMeasured();
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

/** Tables with a wrong number of rows, and tables that differ before and after the loads. */
function differencesInTables({ facts: { machines }, subject: { prepared } }: Found): Finding {
  const { before, after } = machines ?? {};
  if (!before || !after) return notMeasured();
  const differences = before.flatMap(({ table, rows, checksum }) => {
    const expected = prepared[table];
    const then = after.find((each) => each.table === table);
    return [
      // Users create sessions, too.
      ...(rows === expected || (table === "sessions" && rows > expected)
        ? []
        : [`${table}: expected ${expected} rows, found ${rows}`]),
      ...(then?.rows === rows && then.checksum === checksum ? [] : [`${table} is not what it was before the loads`]),
    ];
  });
  const counts = before.map(({ table, rows }) => `${rows} ${table}`).join(", ");
  return { value: differences.length, detail: differences.length > 0 ? differences.join("; ") : counts };
}

import { ENDPOINTS } from "../../load/request";
import { missing, type Finding, type Found } from "./finding";

export function graphs(series: readonly string[] | undefined): Finding {
  if (!series) return missing();
  const absent = ENDPOINTS.filter((endpoint) => !series.includes(endpoint));
  const detail = absent.length === 0 ? "every endpoint has its series" : `none of ${absent.join(", ")}`;
  return { value: ENDPOINTS.length - absent.length, detail };
}

export function tables({ facts: { machines }, deployment: { prepared } }: Found): Finding {
  const { before, after } = machines ?? {};
  if (!before || !after) return missing();
  const differences = before.flatMap(({ table, rows: count, checksum }) => {
    const expected = prepared[table as keyof typeof prepared];
    const then = after.find((each) => each.table === table);
    return [
      // Users create sessions, too.
      ...(count === expected || (table === "sessions" && count > expected)
        ? []
        : [`${table}: expected ${expected} rows, found ${count}`]),
      ...(then?.rows === count && then.checksum === checksum ? [] : [`${table} is not what it was before the loads`]),
    ];
  });
  const counts = before.map(({ table, rows: count }) => `${count} ${table}`).join(", ");
  return { value: differences.length, detail: differences.length > 0 ? differences.join("; ") : counts };
}

export function emails({ facts: { machines }, deployment }: Found): Finding {
  const expected = deployment.machines?.studentEmail;
  if (!machines?.emails || expected === undefined) return missing();
  const others = machines.emails.filter(({ email }) => email !== expected);
  const told = others.map(({ machine, email }) => `${machine}: ${email}`);
  return {
    value: others.length,
    detail: told.length > 0 ? `expected ${expected}, found ${told.join(", ")}` : expected,
  };
}

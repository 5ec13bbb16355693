import type { Prepared } from "./subject";
import type { Plan } from "./plan";
import { CLOCKS } from "./requirements/clocks";
import { data } from "./requirements/data";
import { endpoints } from "./requirements/endpoints";
import { FRONT } from "./requirements/front";
import { GRAPHS } from "./requirements/graphs";
import { INSTALLATION } from "./requirements/installation";
import { loads } from "./requirements/loads";
import { LONG_DUMMY } from "./requirements/long-dummy";
import { NODE_FAILURE } from "./requirements/node-failure";
import type { Requirement, Row } from "./requirements/requirement";
import { sessions } from "./requirements/sessions";

/**
 * The acceptance list, by its points. Each group of rows is a file of `requirements/`, with its limits and its findings.
 *
 * @param prepared the rows that were put into the database before
 */
export function requirements(plan: Plan, prepared: Prepared): readonly Requirement[] {
  const rows: readonly Row[] = [
    ...NODE_FAILURE,
    ...loads(plan),
    ...endpoints(plan),
    ...sessions(plan),
    ...FRONT,
    ...LONG_DUMMY,
    ...GRAPHS,
    ...CLOCKS,
    ...data(prepared),
    ...INSTALLATION,
  ];
  return rows
    .map((row): Requirement => ({ load: "none", reach: "outside", ...row }))
    .sort((one, other) => one.point - other.point);
}

/**
 * Chooses requirements by their ids, or by the beginnings of ids.
 *
 * @param only @default all of them
 * @throws when a part of it names no requirement
 * @example chosen(all, ["http3", "p90-"])
 */
export function chosen(all: readonly Requirement[], only: readonly string[] | undefined): readonly Requirement[] {
  if (!only) return all;
  const named = new Set(
    only.flatMap((part) => {
      const exact = all.filter(({ id }) => id === part);
      const some = exact.length > 0 ? exact : all.filter(({ id }) => id.startsWith(part));
      if (some.length > 0) return some;
      throw new Error(
        `--only ${part}: expected an id, or the beginning of one, of ${all.map(({ id }) => id).join(", ")}`,
      );
    }),
  );
  return all.filter((requirement) => named.has(requirement));
}

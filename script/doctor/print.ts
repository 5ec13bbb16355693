import { columns } from "../columns";
import type { Examined } from "./examine";
import type { Verdict } from "./finding";

const MARKS: Readonly<Record<Verdict, string>> = {
  ok: "ok",
  wrong: "WRONG",
  warning: "warning",
  "not checked": "not checked",
};

/** Writes findings as lines, each followed by what to type. @param brief leaves out what is in order */
export function printed(examined: readonly Examined[], brief = false): readonly string[] {
  const rows = examined.flatMap(({ name, findings }) => findings.map((finding) => ({ name, ...finding })));
  const shown = rows.filter(({ verdict }) => !brief || verdict !== "ok");
  const lines = columns(shown.map(({ name, verdict, text }) => [MARKS[verdict], name, text]));
  const counts = (Object.keys(MARKS) as Verdict[])
    .map((verdict) => ({ verdict, count: rows.filter((row) => row.verdict === verdict).length }))
    .filter(({ count }) => count > 0);
  return [
    ...shown.flatMap(({ remedy }, index) => [
      lines[index] ?? "",
      ...(remedy === undefined ? [] : [`      → ${remedy}`]),
    ]),
    counts.map(({ verdict, count }) => `${count} ${verdict}`).join(", "),
  ];
}

/** Whether a deployment must not begin. */
export function forbids(examined: readonly Examined[]): boolean {
  return examined.some(({ findings }) => findings.some(({ verdict }) => verdict === "wrong"));
}

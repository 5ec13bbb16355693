import Table from "cli-table3";
import type { Acceptance } from "../accept";
import type { Verdict } from "../judge";
import { conclusionText, OUTCOME_WORDS, sessionsLeft } from "../../report/conclusion";
import { figure, limitText } from "../../report/format";

/** Width of all columns but the last, with their borders. */
const OTHER_COLUMNS = 130;

/** Prints for a terminal: every row with what was measured beside its limit, then the conclusion. */
export function textReport(acceptance: Acceptance, columns = 170): string {
  const { verdicts, facts, left } = acceptance;
  const judged = verdicts.filter(({ outcome }) => outcome !== "not measured");
  const open = verdicts.filter(({ outcome }) => outcome === "not measured");
  const table = new Table({
    head: ["", "requirement", "measured", "limit", "", "evidence"],
    colWidths: [null, null, null, null, null, Math.max(30, columns - OTHER_COLUMNS)],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  for (const { requirement, outcome, measured, detail } of judged) {
    const { point, text, unit, limit, load } = requirement;
    table.push([
      String(point),
      load === "none" ? text : `${text} (${load})`,
      measured === undefined ? "-" : `${figure(measured)} ${unit}`,
      limitText(limit),
      OUTCOME_WORDS[outcome],
      detail,
    ]);
  }
  const lines = [judged.length > 0 ? table.toString() : ""];
  if (open.length > 0) lines.push("", "Not measured:", ...open.map(openLine));
  const { certificate } = facts;
  if (certificate) {
    const self = certificate.selfSigned ? "self-signed" : `signed by ${certificate.issuer}`;
    lines.push("", `Certificate seen: ${certificate.subject}, ${self}. The certificate's trust was not checked.`);
  }
  lines.push(...sessionsLeft(left));
  lines.push("", conclusionLine(acceptance));
  return lines.join("\n").trimStart();
}

function openLine({ requirement: { id, text, unit }, measured, detail }: Verdict): string {
  const soFar = measured === undefined ? "" : ` (so far ${figure(measured)} ${unit})`;
  return `  ${id}: ${text}: ${detail}${soFar}`;
}

/** States the conclusion in one sentence. */
export function conclusionLine(acceptance: Acceptance): string {
  const words = { accepted: "Accepted", rejected: "Rejected", undecided: "Undecided" };
  return conclusionText(words[acceptance.conclusion], acceptance);
}

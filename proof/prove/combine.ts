import builder from "junit-report-builder";
import { htmlTable, page, type Section } from "../report/page";
import type { StepResult } from "./steps";

/** What a part of the proof wrote; undefined: it did not come so far. */
export interface Part {
  readonly name: string;
  readonly json?: string;
  readonly junit?: string;
  readonly html?: string;
}

/** The steps, and all that the parts found. */
export function combinedJson(steps: readonly StepResult[], parts: readonly Part[]): string {
  const found = parts.map(({ name, json }) => [name, json === undefined ? null : (JSON.parse(json) as unknown)]);
  return `${JSON.stringify({ steps, ...Object.fromEntries(found) }, null, 2)}\n`;
}

/** A suite of the steps, and those of the parts. */
export function combinedJunit(steps: readonly StepResult[], parts: readonly Part[]): string {
  const report = builder.newBuilder();
  const suite = report.testSuite().name("prove");
  for (const { name, status, seconds, reason = "" } of steps) {
    const one = suite.testCase().className("prove").name(name).time(seconds);
    if (status === "fail") one.failure("see its own cases");
    if (status === "broken") one.error(reason);
  }
  const suites = parts.flatMap(({ junit = "" }) => junit.match(/<testsuite [^>]*(?:\/>|>[^]*?<\/testsuite>)/g) ?? []);
  // Its counts are those of the one suite.
  const own = report.build().replace(/<testsuites[^>]*>/, "<testsuites>");
  return own.replace("</testsuites>", `${suites.join("\n")}\n</testsuites>`);
}

/** One page: the steps, then the sections of the parts' own pages. */
export function combinedHtml(title: string, steps: readonly StepResult[], parts: readonly Part[]): string {
  const rows = steps.map(({ name, status, seconds, reason = "" }) => [
    { text: name },
    { text: status, kind: status === "pass" ? ("pass" as const) : ("fail" as const) },
    { text: seconds.toFixed(0), kind: "number" as const },
    { text: reason, kind: "dim" as const },
  ]);
  const sections = [
    { title: "Steps", body: htmlTable(["step", "", "seconds", "why"], rows) },
    ...parts.flatMap(({ html = "" }) => sectionsOf(html)),
  ];
  const good = steps.every(({ status }) => status === "pass");
  return page(title, [good ? "Everything holds." : "Something does not hold."], sections);
}

/** The sections of a page that `page` made. */
function sectionsOf(html: string): Section[] {
  const found = html.matchAll(/<section><h2>([^]*?)<\/h2>\n([^]*?)<\/section>/g);
  return [...found].map(([, title = "", body = ""]) => ({ title: unescaped(title), body }));
}

/** `page` escapes titles again. */
function unescaped(text: string): string {
  const characters: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (entity, name: string) => characters[name] ?? entity);
}

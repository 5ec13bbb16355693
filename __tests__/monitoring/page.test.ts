import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { PROJECT_ROOT } from "../../config/paths";
import { buildPage, renderPage } from "../../monitoring/page/build";
import { readRunBook } from "../../monitoring/page/run-book";
import { format, legend } from "../../monitoring/format";
import { expressions } from "../support/expressions";
import { metricNames } from "../support/metric-names";
import { isBad, isTileBad, type Table } from "../../monitoring/panel";
import { SECTIONS, TILES } from "../../monitoring/panels";
import { tableRows } from "../../monitoring/rows";

const LIMIT_BYTES = 100_000;
const panels = SECTIONS.flatMap((section) => section.panels);

describe("the built page", () => {
  const page = renderPage();

  it("has the same bytes each time it is rendered", () => {
    expect(renderPage()).toBe(page);
  });

  it("replaces an older page, and leaves no other file beside it", () => {
    const folder = mkdtempSync(join(tmpdir(), "page-"));
    const file = join(folder, "dist", "index.html");
    mkdirSync(dirname(file));
    writeFileSync(file, "an older page");
    buildPage(file);
    expect(readFileSync(file, "utf8")).toBe(page);
    expect(readdirSync(dirname(file))).toEqual(["index.html"]);
    rmSync(folder, { recursive: true });
  });

  it("is small", () => {
    expect(gzipSync(page).length).toBeLessThan(LIMIT_BYTES);
  });

  it("is one file that loads nothing from elsewhere", () => {
    expect(page.startsWith("<!doctype html>")).toBe(true);
    expect(page).not.toMatch(/<script[^>]+src|<link[^>]+href="(?!data:)|@import|url\((?!data:)/);
    expect([...page.matchAll(/<\/script/g)]).toHaveLength(1);
  });

  it("contains its style and its program", () => {
    expect(page).not.toContain("/* style */");
    expect(page).not.toContain("/* program */");
    for (const { title } of panels) expect(page).toContain(title);
  });
});

describe("the run-book on the page", () => {
  const book = readRunBook(readFileSync(join(PROJECT_ROOT, "docs", "run-book.md"), "utf8"));

  it("has words and commands for every alert", () => {
    const rules = join(PROJECT_ROOT, "templates/edge/root/etc/prometheus/rules");
    const alerts = readdirSync(rules)
      .flatMap((file) => [...readFileSync(join(rules, file), "utf8").matchAll(/- alert: (\S+)/g)])
      .map(([, name = ""]) => name);
    expect(alerts.length).toBeGreaterThan(40);
    for (const name of alerts) {
      expect(book[name]?.[0]).toMatchObject({ kind: "text", text: expect.stringMatching(/^[A-Za-z].{20}/) as string });
      expect(book[name]?.map(({ kind }) => kind)).toContain("commands");
    }
  });

  it("shows text without marks, and commands as they are typed", () => {
    expect(
      readRunBook(
        "# Book\n\nBefore.\n\n### High\n\npage. See [there](x.md),\n**now**: `a b`.\n\n- one\n- two\n\n    run a \\\n      --b\n    run c\n\n## Next\n\nx\n",
      ),
    ).toEqual({
      High: [
        { kind: "text", text: "page. See there, now: a b." },
        { kind: "text", text: "- one\n- two" },
        { kind: "commands", text: "run a \\\n  --b\nrun c" },
      ],
    });
  });
});

it.each([
  [{ limits: [{ above: 1 }] }, 2, undefined, true],
  [{ limits: [{ above: 1 }] }, 1, undefined, false],
  [{}, 3, 4, true],
  [{}, 4, 4, false],
  // No value, though there should be so many.
  [{}, NaN, 4, true],
  [{}, 4, NaN, true],
  [{}, NaN, undefined, false],
])("judges a tile with %j and the value %d of %d as bad: %s", (tile, value, whole, bad) => {
  expect(isTileBad({ id: "t", title: "", unit: "count", expr: "", empty: "", ...tile }, value, whole)).toBe(bad);
});

describe("the table of panels", () => {
  it("gives each tile, section and panel an id that is used once", () => {
    const ids = [...TILES, ...SECTIONS, ...panels].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("says for each what it means that there is no data", () => {
    for (const { id, empty } of [...TILES, ...panels]) expect(`${id}: ${empty}`).toMatch(/: \S.{10,}/);
  });

  it("contains no query that the edge refuses as too long", () => {
    for (const expr of [...TILES, ...panels].flatMap(expressions))
      expect(encodeURIComponent(expr).length).toBeLessThan(2500);
  });

  it("shows rates, errors and latencies of each endpoint beside the limits of the acceptance", () => {
    const table = panels.find(({ id }) => id === "endpoint-table") as Table;
    const bad = (title: string, endpoint: string, method: string, value: number) =>
      isBad(table.columns.find((column) => column.title === title)?.limits, { endpoint, method }, value);
    expect(table.columns.map(({ title }) => title)).toEqual(["Requests", "Errors", "p50", "p90", "p99", "Retried"]);
    for (const endpoint of ["/operation", "/db_dummy", "/api/movie/{id}", "/api/customer/{id}", "/api/session/{id}"]) {
      expect([bad("p90", endpoint, "GET", 0.39), bad("p90", endpoint, "GET", 0.41)]).toEqual([false, true]);
      expect([bad("Errors", endpoint, "GET", 0.01), bad("Errors", endpoint, "GET", 0.011)]).toEqual([false, true]);
    }
    expect(bad("p90", "/api/customer", "GET", 5)).toBe(false);
    expect([bad("Errors", "/api/session", "GET", 0.05), bad("Errors", "/api/session", "POST", 0.05)]).toEqual([
      false,
      true,
    ]);
  });
});

it.each([
  ['sum(rate(a_total{b="c(d"}[1m])) by (e)', ["a_total"]],
  ['label_replace(x:y:z, "m", "$1", "up", "(.*)")', ["x:y:z"]],
  ["count(group by (machine) (last_over_time(a[1h]))) or vector(0)", ["a"]],
  ["min(a) - time() >= 0 and on (x) b offset 5m > 1e3", ["a", "b"]],
])("finds the metrics that %s names", (expr, names) => {
  expect(metricNames(expr)).toEqual(names);
});

it("asks for recorded series alone, by their names: nothing is worked out for a viewer", () => {
  const folder = join(PROJECT_ROOT, "templates/edge/root/etc/prometheus/rules");
  const rules = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  const recorded = new Set([...rules.join("\n").matchAll(/- record: (\S+)/g)].map(([, name]) => name));
  const asked = [...TILES, ...panels].flatMap(expressions);
  expect(asked.length).toBeGreaterThan(50);
  expect(asked.filter((expr) => !recorded.has(expr))).toEqual([]);
});

it.each([
  [0.004, "rate", "<0.01/s"],
  [0, "rate", "0/s"],
  [119.96, "rate", "120/s"],
  [0.0123, "share", "1.23 %"],
  [0.1034, "seconds", "103 ms"],
  [0.000045, "seconds", "45 µs"],
  [2.5, "seconds", "2.5 s"],
  [59, "age", "59 s"],
  [754, "age", "12 min 34 s"],
  [86_400 * 364.9, "age", "364 d"],
  [-61, "age", "−1 min 1 s"],
  [805_306_368, "bytes", "805 MB"],
  [1, "yes", "yes"],
  [NaN, "share", "–"],
] as const)("writes %d as %s: %s", (value, unit, text) => {
  expect(format(value, unit)).toBe(text);
});

it("puts labels into a legend", () => {
  expect(legend("{{method}} {{endpoint}}", { method: "GET", endpoint: "/ping" })).toBe("GET /ping");
});

describe("a table's row", () => {
  const table: Table = {
    kind: "table",
    id: "t",
    title: "",
    by: ["machine"],
    rows: "known",
    columns: [
      { title: "Up", unit: "yes", expr: "up", limits: [{ below: 1 }], missing: "no data" },
      { title: "State", unit: "count", expr: "state", label: "state" },
    ],
    empty: "",
  };
  const answers: Record<string, { labels: Record<string, string>; value: number }[]> = {
    known: [
      { labels: { machine: "app-10" }, value: 1 },
      { labels: { machine: "app-2" }, value: 1 },
      { labels: { machine: "db" }, value: 1 },
    ],
    up: [
      { labels: { machine: "app-2" }, value: 1 },
      { labels: { machine: "db" }, value: 0 },
    ],
    state: [{ labels: { machine: "app-2", state: "running" }, value: 1 }],
  };

  it("stays for what no longer reports, and says so", async () => {
    const rows = await tableRows(table, (query) => Promise.resolve(answers[query] ?? []));
    expect(rows.map(({ name, cells }) => [name, ...cells.map(({ text, bad }) => (bad ? `! ${text}` : text))])).toEqual([
      ["app-2", "yes", "running"],
      ["app-10", "! no data", "–"],
      ["db", "! no", "–"],
    ]);
  });
});

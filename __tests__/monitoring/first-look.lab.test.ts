import type { Page } from "playwright-core";
import { renderPage } from "../../monitoring/page/build";
import { PageBrowser } from "../support/browser";
import { LocalServer } from "../support/local-server";

// The page before a Prometheus that says what a test wants; a browser is all it needs of a lab's host.
jest.setTimeout(60_000);

const DESK = { width: 1400, height: 900, scheme: "light" } as const;
const ENDPOINTS = ["POST /operation", "GET /ping", "GET /api/movie/{id}"];
const BEGAN = new Date("2026-11-26T09:30:00Z");

let alerts: unknown[] = [];
/** Questions are answered with this instead. */
let nonsense: unknown;
let server: LocalServer;
let browser: PageBrowser;
let page: Page;
const complaints: string[] = [];

const alert = (alertname: string, severity: string, state = "firing") => ({
  labels: { alertname, severity },
  annotations: { summary: `${alertname} in words` },
  state,
  activeAt: BEGAN.toISOString(),
});

/** Each series has a line for each endpoint, at 1, 2, 3 … */
function answer(url: URL): unknown {
  if (url.pathname.endsWith("/alerts")) return { alerts };
  if (nonsense !== undefined) return nonsense;
  const metrics = ENDPOINTS.map((name) => {
    const [method = "", endpoint = ""] = name.split(" ");
    return { method, endpoint };
  });
  const at = Number(url.searchParams.get("time") ?? url.searchParams.get("end"));
  if (url.pathname.endsWith("/query"))
    return {
      resultType: "vector",
      result: metrics.map((metric, index) => ({ metric, value: [at, String(index + 1)] })),
    };
  const [start, step] = [Number(url.searchParams.get("start")), Number(url.searchParams.get("step"))];
  const times = Array.from({ length: Math.floor((at - start) / step) + 1 }, (_, index) => start + index * step);
  return {
    resultType: "matrix",
    result: metrics.map((metric, index) => ({ metric, values: times.map((time) => [time, String(index + 1)]) })),
  };
}

beforeAll(async () => {
  const html = renderPage();
  server = await LocalServer.start(({ url = "" }, response) => {
    const asked = new URL(url, "http://localhost");
    if (asked.pathname === "/-/") {
      response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(html);
    } else {
      response.writeHead(200, { "Content-Type": "application/json" });
      response.end(JSON.stringify({ status: "success", data: answer(asked) }));
    }
  });
  browser = await PageBrowser.open(`${server.url}/`, "");
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});
beforeEach(async () => {
  alerts = [alert("DiskFills", "ticket"), alert("ErrorShareHigh", "page"), alert("ClockOff", "ticket", "pending")];
  nonsense = undefined;
  page = await browser.look(DESK, complaints);
});
afterEach(() => page.context().close());

const chart = (panel: string) => page.locator(`[data-panel="${panel}"]`);

it("says what is wrong, what users notice first, and since when", async () => {
  expect(await page.locator("#verdict").textContent()).toBe("2 alerts");
  expect(await page.locator("#alerts li.firing b").allTextContents()).toEqual(["ErrorShareHigh", "DiskFills"]);
  const first = page.locator("#alerts li.firing").first();
  expect(await first.locator("span").textContent()).toBe("ErrorShareHigh in words");
  const day = BEGAN.toLocaleString("en-GB", { day: "numeric", month: "short" });
  expect(await first.locator("small").textContent()).toMatch(new RegExp(`^for .+, since ${day}`));
});

it("says what to do: the run-book's entry, which stays open", async () => {
  const entry = page.locator("#alerts li[data-alert=ErrorShareHigh] details");
  expect(await entry.locator("p").first().isVisible()).toBe(false);
  await entry.locator("summary").click();
  expect(await entry.locator("p").first().textContent()).toMatch(/^page. More than 1 % of an endpoint's requests/);
  expect(await entry.locator("pre").textContent()).toMatch(/^script\/ssh edge /m);
  alerts = alerts.slice(1);
  await page.waitForFunction("document.querySelectorAll('#alerts li.firing').length === 1", undefined, {
    timeout: 30_000,
  });
  expect(await entry.locator("p").first().isVisible()).toBe(true);
});

it("has names in order, and hides an endpoint in all its charts by a click", async () => {
  const [rate, errors] = [chart("requests"), chart("errors-chart")];
  await rate.locator(".names button").first().waitFor();
  await errors.scrollIntoViewIfNeeded();
  await errors.locator(".names button").first().waitFor();
  expect(await rate.locator(".names span").allTextContents()).toEqual([...ENDPOINTS].sort());
  const ping = (of: typeof rate) => of.locator('[data-line="GET /ping"]');
  await ping(rate).click();
  expect(await ping(rate).getAttribute("aria-pressed")).toBe("false");
  expect(await ping(errors).getAttribute("aria-pressed")).toBe("false");
  expect(await rate.locator('[data-line="POST /operation"]').getAttribute("aria-pressed")).toBe("true");
  await ping(errors).click();
  expect(await ping(rate).getAttribute("aria-pressed")).toBe("true");
});

it.each([1400, 1000, 700, 390])("fills the last row of charts, %i pixels wide", async (width) => {
  await page.setViewportSize({ width, height: 900 });
  const gaps = await page.evaluate(`Array.from(document.querySelectorAll(".panels"), (panels) => {
    const { right } = panels.getBoundingClientRect();
    const last = [...panels.children].at(-1).getBoundingClientRect();
    return Math.round(right - last.right);
  })`);
  expect(new Set(gaps as number[])).toEqual(new Set([0]));
});

it("says when it fails itself, with the reason", async () => {
  const own: string[] = [];
  await page.context().close();
  page = await browser.look(DESK, own);
  expect(await page.locator("#failure").isVisible()).toBe(false);
  await page.evaluate('setTimeout(() => { throw new TypeError("a chart cannot be drawn"); })');
  await page.locator("#failure").waitFor();
  expect(await page.locator("#failure").textContent()).toBe("This page has failed: TypeError: a chart cannot be drawn");
  expect(own).toEqual(["a chart cannot be drawn"]);
});

it("says so at a chart, too, when what it got makes no sense", async () => {
  nonsense = { resultType: "matrix", result: null };
  await page.waitForSelector(".problem:visible", { timeout: 30_000 });
  expect(await page.locator(".problem:visible").first().textContent()).toMatch(/^This page has failed: TypeError/);
});

it("has no other error of its own", () => {
  expect(complaints).toEqual([]);
});

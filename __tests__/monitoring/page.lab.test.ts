import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { HttpClient } from "../../proof/load/http-client";
import { discoverIds } from "../../proof/load/ids";
import { openLoop } from "../../proof/load/open-loop";
import type { Sample } from "../../proof/load/history";
import { PROJECT_ROOT } from "../../config/paths";
import { down } from "../../lab/cli/down";
import { output } from "../../lab/cli/outputs";
import { labPaths } from "../../lab/paths";
import { Lab } from "../../lab";
import type { Machine } from "../../lab/machine";
import { expressions } from "../support/expressions";
import { metricNames } from "../support/metric-names";
import { SECTIONS, TILES } from "../../monitoring/panels";
import { Prometheus } from "../../monitoring/prometheus";
import { throughShell } from "../../monitoring/shell-transport";
import { cellValue, PageBrowser, photograph } from "../support/browser";
import { Rotation } from "../support/rotation";

/** A lab that is up already may be used while the test is being written: PAGE_LAB names it. */
const given = process.env["PAGE_LAB"];
const name = given ?? `p${String(process.pid)}`;
const paths = labPaths(name);
const PICTURES = process.env["PAGE_PICTURES"] ?? join(PROJECT_ROOT, ".cache", "page-pictures");
const DESKTOP = { width: 1400, height: 900, scheme: "light" } as const;
const PHONE = { width: 390, height: 844, scheme: "dark" } as const;

const RATE = 60;
/** The window of rate() in the rules. */
const WINDOW_SECONDS = 60;
/** Long enough for a whole minute of rates that lies within the load. */
const LOAD_SECONDS = 100;
const TOLERANCE = 0.05;

/** Says how far requests were counted: lines in the log, mtail's own figures, and what mtail says. */
const COUNTING = `
  ls -l /var/log/nginx
  wc -l /var/log/nginx/access.log
  tail -n 2 /var/log/nginx/access.log
  curl --silent http://127.0.0.1:3903/metrics | grep -E '^(bingo_edge_requests_total|mtail_|log_|line)' | head -n 60 || true
  systemctl show mtail --property NRestarts,ActiveEnterTimestamp
  journalctl --no-pager --unit mtail --lines 20`;

let lab: Lab;
let browser: PageBrowser;
let prometheus: Prometheus;
const complaints: string[] = [];

beforeAll(async () => {
  lab = given === undefined ? await Lab.up({ name, scale: 0.01 }) : await Lab.attach(given);
  prometheus = new Prometheus(throughShell((command) => lab.machine("edge").succeed(command)));
  browser = await PageBrowser.open(lab.urls.https, output(paths, "network", "page_password") ?? "");
  mkdirSync(PICTURES, { recursive: true });
}, 600_000);

afterAll(async () => {
  await browser.close();
  if (given === undefined) await down(paths);
}, 60_000);

it("answers only with the password, only over https, and only its three kinds of question", async () => {
  const status = (path: string, ...options: string[]) =>
    lab.client.succeed(["curl -sk -o /dev/null -w '%{http_code}'", ...options, `'${path}'`].join(" "));
  const login = `-u ops:${output(paths, "network", "page_password") ?? ""}`;
  const { http, https } = lab.urls;
  expect(await status(`${https}-/`)).toBe("401");
  expect(await status(`${https}-/`, "-u ops:wrong")).toBe("401");
  expect(await status(`${https}-/api/v1/query?query=bingo:machines_up:sum`)).toBe("401");
  expect(await status(`${http}-/`, login)).toBe("404");
  expect(await status(`${http}-/api/v1/query?query=bingo:machines_up:sum`, login)).toBe("404");
  for (const version of ["--http1.1", "--http2", "--http3-only"]) {
    expect(await status(`${https}-/`, login, version)).toBe("200");
    expect(await status(`${https}-/api/v1/query?query=bingo:machines_up:sum`, login, version)).toBe("200");
  }
  expect(await status(`${https}-/api/v1/query?query=bingo:machines_up:sum`, login, "-X POST")).toBe("403");
  for (const query of [
    "up",
    "count(bingo:machines_up:sum)",
    "bingo:machines_up:sum[1h]",
    "bingo:machines_up:sum{a='b'}",
  ]) {
    expect(await status(`${https}-/api/v1/query_range?query=${encodeURIComponent(query)}`, login)).toBe("403");
  }
  expect(await status(`${https}-/api/v1/query?query=${"a".repeat(4000)}`, login)).toBe("414");
  for (const path of ["api/v1/targets", "api/v1/admin/tsdb/snapshot", "api/v1/query/../targets", "metrics", "x"]) {
    expect(await status(`${https}-/${path}`, login, "--path-as-is")).toBe("404");
  }
  // None of all this is a user's request.
  const counted = await prometheus.instant('sum(bingo_edge_requests_total{endpoint="other"}) or vector(0)');
  expect(counted[0]?.value).toBe(0);
});

/** The address where each unit that measures listens, by machine. */
const MEASURING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  edge: {
    "prometheus-node-exporter": "10.130.1.10:9100",
    prometheus: "127.0.0.1:9090",
    mtail: "127.0.0.1:3903",
    "prometheus-nginx-exporter": "127.0.0.1:9113",
  },
  "app-1": { "prometheus-node-exporter": "10.130.0.11:9100" },
  "app-2": { "prometheus-node-exporter": "10.130.0.12:9100" },
  db: {
    "prometheus-node-exporter": "10.130.0.20:9100",
    "prometheus-postgres-exporter": "10.130.0.20:9187",
    "prometheus-pgbouncer-exporter": "10.130.0.20:9127",
  },
};

it.each(Object.entries(MEASURING))(
  "runs what measures %s without root and without capabilities, and each part listens in one place",
  async (name, units) => {
    const machine = lab.machine(name);
    for (const [unit, address] of Object.entries(units)) {
      const pid = (await machine.succeed(`systemctl show --property MainPID --value ${unit}`)).trim();
      const status = await machine.succeed(`cat /proc/${pid}/status`);
      expect(`${unit} ${/^Uid:\t(\d+)/m.exec(status)?.[1] ?? ""}`).toMatch(/ [1-9]\d*$/);
      expect(`${unit} ${/^CapEff:\t(\w+)/m.exec(status)?.[1] ?? ""}`).toBe(`${unit} 0000000000000000`);
      const listening = await machine.succeed(`ss -Hltnp | awk '/pid=${pid},/ { print $4 }' | sort -u`);
      expect(`${unit} ${listening.trim()}`).toBe(`${unit} ${address}`);
    }
  },
);

it("is empty, not broken, while no one uses the service", async () => {
  const page = await browser.look(DESKTOP, complaints);
  await page.waitForSelector('[data-tile="healthy"] strong:text("4 of 4")');
  await photograph(page, join(PICTURES, "empty.png"));
  expect(await page.locator(".problem:visible").allTextContents()).toEqual([]);
  await page.context().close();
});

describe("under a load of all endpoints, with an instance dead", () => {
  const samples: Sample[] = [];
  let page: Page;
  /** The values of the page, and the ms since the load's start at which it asked for them. */
  let seen: { readonly rates: ReadonlyMap<string, number>; readonly atMs: number };

  beforeAll(async () => {
    const target = { url: lab.urls.https.replace(/\/$/, ""), insecure: true };
    const reader = new HttpClient(target);
    const ids = await discoverIds(reader);
    await reader.close();
    page = await browser.look(DESKTOP, complaints);

    const load = openLoop({
      target,
      rate: RATE,
      durationSeconds: LOAD_SECONDS,
      source: new Rotation(ids),
      onSample: (sample) => samples.push(sample),
    });
    const started = Date.now();
    await instances(lab.machine("app-2"), "stop", "bingo-1");
    await until(started + LOAD_SECONDS * 1000 - 4000);
    await page.reload();
    await page.waitForSelector('[data-panel="endpoint-table"] tr[data-row="GET /ping"]');
    const atMs = Date.now() - started;
    const endpoints = new Set(samples.map(({ endpoint }) => endpoint));
    const rates = new Map<string, number>();
    for (const endpoint of endpoints) {
      rates.set(endpoint, await cellValue(page, "endpoint-table", endpoint, "Requests"));
    }
    seen = { rates, atMs };
    const total = [...rates.values()].reduce((sum, rate) => sum + rate, 0);
    // It happened once, on a busy machine, that nearly nothing was counted: then this says at which station it was lost.
    if (total < RATE / 2) console.log(await lab.machine("edge").succeed(COUNTING));
    await load;
  }, 300_000);

  afterAll(async () => {
    await instances(lab.machine("app-2"), "start", "bingo-1");
    // It would report errors when the next tests stop what it asks.
    await page.context().close();
  });

  it("shows the rate of each endpoint within 5 % of what was sent", () => {
    const [from, to] = windowOf(seen.atMs);
    const compared = [...seen.rates].flatMap(([endpoint, shown]) => {
      const sent = samples.filter(
        (sample) => sample.endpoint === endpoint && sample.atMs >= from && sample.atMs < to,
      ).length;
      // With few requests, the ends of the window alone make more than 5 %.
      return sent < 3 * RATE ? [] : [{ endpoint, sent: sent / WINDOW_SECONDS, shown }];
    });
    console.log(
      compared
        .map(({ endpoint, sent, shown }) => `${endpoint}: ${sent.toFixed(2)} sent, ${shown.toFixed(2)} shown`)
        .join("\n"),
    );
    expect(compared.length).toBeGreaterThanOrEqual(6);
    for (const { endpoint, sent, shown } of compared) {
      expect(`${endpoint} ${Math.abs(shown - sent) / sent < TOLERANCE ? "fits" : `${shown} instead of ${sent}`}`).toBe(
        `${endpoint} fits`,
      );
    }
  });

  it("shows the total within 5 %", async () => {
    const shown = [...seen.rates.values()].reduce((sum, rate) => sum + rate, 0);
    expect(Math.abs(shown - RATE) / RATE).toBeLessThan(TOLERANCE);
    expect(await page.locator('[data-tile="rps"]').getAttribute("data-value")).not.toBe("NaN");
  });

  it("shows the dead instance, and that the edge sends it nothing", async () => {
    const row = page.locator('[data-panel="instance-table"] tr[data-row="app-2 bingo-1"]');
    expect(await row.getAttribute("class")).toBe("bad");
    expect(await row.locator('td[data-title="State"]').textContent()).toBe("exited");
    expect(await row.locator('td[data-title="Healthy"]').textContent()).toBe("no");
    expect(await cellValue(page, "instance-table", "app-2 bingo-1", "Answers")).toBeLessThan(0.5);
    expect(await cellValue(page, "instance-table", "app-1 bingo-1", "Answers")).toBeGreaterThan(5);
    expect(await page.locator('[data-tile="healthy"]').getAttribute("class")).toContain("bad");
    expect(await page.locator('[data-alert="InstanceUnhealthy"]').count()).toBe(1);
  });

  it("shows as many errors as users had, which may be none", async () => {
    const [from, to] = windowOf(seen.atMs);
    const failed = samples.filter(
      ({ status, atMs }) => (status >= 500 || status === 429) && atMs >= from && atMs < to,
    ).length;
    const shown = Number(await page.locator('[data-tile="errors"]').getAttribute("data-value"));
    // A creation that was in the dying process is not repeated: at most a few.
    expect(failed).toBeLessThan(5);
    expect(Math.abs(shown * RATE * WINDOW_SECONDS - failed)).toBeLessThanOrEqual(1.5);
  });

  it("is readable on a desk and on a phone", async () => {
    await photograph(page, join(PICTURES, "instance-dead.png"));
    const phone = await browser.look(PHONE, complaints);
    await phone.waitForSelector("[data-panel=endpoint-table] tbody tr");
    // Nothing has to be scrolled sideways.
    const wider = await phone.evaluate(() => {
      const { scrollWidth, clientWidth } = (
        globalThis as unknown as { document: { documentElement: { scrollWidth: number; clientWidth: number } } }
      ).document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(wider).toBe(0);
    await photograph(phone, join(PICTURES, "phone-dark.png"));
    await phone.context().close();
  });

  it("names only metrics that exist", async () => {
    const all = [...TILES, ...SECTIONS.flatMap(({ panels }) => panels)].flatMap(expressions);
    const names = [...new Set(all.flatMap(metricNames))];
    const found = await Promise.all(names.map((metric) => prometheus.instant(`count({__name__="${metric}"})`)));
    expect(names.filter((_, index) => found[index]?.length === 0)).toEqual([]);
  });
});

describe("when things are gone", () => {
  let page: Page | undefined;
  // Also behind a failure: it would report the errors of the next test.
  afterEach(async () => {
    await page?.context().close();
    page = undefined;
  });

  it("shows the errors that users get, and says so", async () => {
    page = await browser.look(DESKTOP, complaints);
    for (const machine of ["app-1", "app-2"]) await instances(lab.machine(machine), "stop", "bingo-1", "bingo-2");
    // The edge holds each of them for ten seconds.
    await lab.client.run(
      `for i in $(seq 60); do curl -sk -o /dev/null --max-time 20 ${lab.urls.https}api/movie/1 & done; wait`,
      { timeoutSeconds: 120 },
    );
    await page.waitForSelector('[data-panel="endpoint-table"] tr[data-row="GET /api/movie/{id}"].bad', {
      timeout: 40_000,
    });
    expect(await cellValue(page, "endpoint-table", "GET /api/movie/{id}", "Errors")).toBeGreaterThan(0.01);
    await photograph(page, join(PICTURES, "failure.png"));
    for (const machine of ["app-1", "app-2"]) await instances(lab.machine(machine), "start", "bingo-1", "bingo-2");
  });

  it("keeps what it showed, and says what is missing, while Prometheus is away", async () => {
    page = await browser.look(DESKTOP);
    await page.waitForSelector("[data-panel=endpoint-table] tbody tr");
    await lab.machine("edge").succeed("systemctl stop prometheus");
    await page.waitForSelector("#banner:visible", { timeout: 30_000 });
    expect(await page.locator("#banner").textContent()).toMatch(
      /The edge answers, but Prometheus on it does not.*What is shown is from \d\d:\d\d:\d\d/,
    );
    expect(await page.locator("[data-panel=endpoint-table] tbody tr").count()).toBeGreaterThan(0);
    await page.screenshot({ path: join(PICTURES, "prometheus-away.png") });
    await lab.machine("edge").succeed("systemctl start prometheus");
    await page.waitForSelector("#banner:not(:visible)", { state: "hidden", timeout: 60_000 });
  });

  it("has no error of its own", () => {
    expect(complaints).toEqual([]);
  });
});

it("does not make time series from what clients write", async () => {
  const urls = [
    "api/movie/[1-60]/x",
    "api/session/%2e%2e/[1-60]",
    "[1-60]?endpoint=\\}",
    "api/movie/%0a%09%22[1-20]",
    "operation%00[1-20]",
    "API/MOVIE/[1-20]",
    "api/customer/[1-20]%7Bid%7D",
    "ping?[1-20]",
    "a".repeat(3000),
  ];
  const given = urls.map((url) => `'${lab.urls.https}${url}'`).join(" ");
  for (const method of ["GET", "FOO", "PROPFIND", "get"]) {
    await lab.client.run(`curl -sk --path-as-is --max-time 5 -o /dev/null -X ${method} ${given}`, {
      timeoutSeconds: 120,
    });
  }
  await lab.client.run(
    `printf 'G\\tT / HTTP/1.1\\r\\n\\r\\n' | curl -sk --max-time 2 telnet://${new URL(lab.urls.http).host}`,
  );
  await until(Date.now() + 8000);
  const values = async (label: string) =>
    (await prometheus.instant(`count by (${label}) ({__name__=~"bingo_edge_.*", ${label}!=""})`))
      .map(({ labels }) => labels[label] ?? "")
      .sort();
  const endpoints = ["/", "/api/customer", "/api/customer/{id}", "/api/movie", "/api/movie/{id}", "/api/session"];
  endpoints.push("/api/session/{id}", "/db_dummy", "/long_dummy", "/operation", "/ping", "other");
  expect(endpoints).toEqual(expect.arrayContaining(await values("endpoint")));
  expect(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "OTHER"]).toEqual(
    expect.arrayContaining(await values("method")),
  );
  const instances = ["app-1/bingo-1", "app-1/bingo-2", "app-2/bingo-1", "app-2/bingo-2"];
  expect(instances).toEqual(expect.arrayContaining(await values("upstream")));
  const [unread, series] = await Promise.all([
    prometheus.instant("bingo_edge_unread_lines_total"),
    prometheus.instant('count({__name__=~"bingo_edge_.*"})'),
  ]);
  expect(unread[0]?.value).toBe(0);
  // 12 endpoints, 8 methods and what answers can be: far from full, and never beyond.
  expect(series[0]?.value).toBeLessThan(3000);
});

/** The part of the load, in ms, that the page's rates cover: the log is written after a second and read every five. */
function windowOf(atMs: number): readonly [number, number] {
  return [atMs - (WINDOW_SECONDS + 4) * 1000, atMs - 4000];
}

/**
 * Stops or starts instances, and what would start a stopped one again: its recycling when its time comes, and a restart of
 * one that was not healthy yet, which the stop can meet half-way.
 */
async function instances(machine: Machine, action: "stop" | "start", ...names: readonly string[]): Promise<void> {
  const units = ["bingo-autoheal.service", ...names.map((name) => `bingo-recycle@${name}.timer`)].join(" ");
  await machine.succeed(
    action === "stop"
      ? `systemctl stop ${units} 'bingo-recycle@*.service'; docker stop ${names.join(" ")}`
      : `docker start ${names.join(" ")}; systemctl start ${units}`,
  );
}

function until(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, time - Date.now())));
}

import { chromium, type Browser, type Page } from "playwright-core";

/** Debian's; script/setup lab installs it. */
const CHROMIUM = "/usr/bin/chromium";

/** Without the last ones it looks up its maker's hosts at every start. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Machines of a lab beside this one come and go, and their network cards with them. */
const NETWORK_CHANGED = "net::ERR_NETWORK_CHANGED";

export interface View {
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
}

/** A headless browser that takes the edge's self-signed certificate and knows the page's password. */
export class PageBrowser {
  private constructor(
    private readonly browser: Browser,
    private readonly url: string,
    private readonly password: string,
  ) {}

  /** @param url of the service, with a slash at its end */
  static async open(url: string, password: string): Promise<PageBrowser> {
    return new PageBrowser(await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS }), url, password);
  }

  /** The page in a window of its own. What its program says on the console is an error of the test. */
  async look({ width, height, scheme }: View, complaints: string[] = []): Promise<Page> {
    const context = await this.browser.newContext({
      ignoreHTTPSErrors: true,
      httpCredentials: { username: "ops", password: this.password },
      viewport: { width, height },
      colorScheme: scheme,
    });
    const page = await context.newPage();
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().includes(NETWORK_CHANGED)) complaints.push(message.text());
    });
    await page.goto(`${this.url}-/`);
    await page.waitForSelector("#updated:not(:empty)");
    return page;
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

/** All of a page in a file: what is below the window is only asked for when it comes near. */
export async function photograph(page: Page, file: string): Promise<void> {
  for (const section of await page.locator("section").all()) {
    await section.scrollIntoViewIfNeeded();
    await page.waitForTimeout(400);
  }
  for (const chart of await page.locator("article").all()) {
    await chart.scrollIntoViewIfNeeded();
  }
  await page.waitForTimeout(1500);
  await page.evaluate(() => {
    (globalThis as unknown as { scrollTo(x: number, y: number): void }).scrollTo(0, 0);
  });
  await page.screenshot({ path: file, fullPage: true });
}

/** The raw value of a cell of a table; NaN: none. */
export async function cellValue(page: Page, panel: string, row: string, column: string): Promise<number> {
  const cell = page.locator(`[data-panel="${panel}"] tr[data-row="${row}"] td[data-title="${column}"]`);
  return Number(await cell.getAttribute("data-value"));
}

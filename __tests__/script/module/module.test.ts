import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../../../config/paths";
import { OWN_CONFIG } from "../../support/laptop-checkout";

// Bundles, packs, checks types and synthesizes: seconds each, more on a busy machine.
jest.setTimeout(180_000);

const NAME = "bingo-on-yandex-cloud";
const folder = mkdtempSync(join(tmpdir(), "module-"));
const app = join(folder, "app");
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const inApp = (program: string, ...args: readonly string[]) =>
  execa(join(PROJECT_ROOT, "node_modules/.bin", program), args, { cwd: app, all: true, reject: false });

beforeAll(async () => {
  await execa("npm", ["run", "--silent", "module", "--", "--to", folder], { cwd: PROJECT_ROOT });
  const [packed = ""] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  // As npm install of the file lays it out. Of what it depends on there are links, so that no registry is asked; of
  // anything else this project has there is none.
  const installed = join(app, "node_modules", NAME);
  mkdirSync(installed, { recursive: true });
  await execa("tar", ["-xzf", join(folder, packed), "--strip-components=1", "-C", installed]);
  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(installed, "package.json"), "utf8"),
  ) as Record<"dependencies" | "peerDependencies", Record<string, string>>;
  mkdirSync(join(app, "node_modules", "@cdktf"));
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    symlinkSync(join(PROJECT_ROOT, "node_modules", name), join(app, "node_modules", name));
  }
  // The very app that the docs show.
  const [, main = ""] = /```ts\n([^`]*)```/.exec(readFileSync(join(PROJECT_ROOT, "docs/module.md"), "utf8")) ?? [];
  expect(main.split("\n").length).toBeLessThan(22);
  writeFileSync(join(app, "main.ts"), main);
  writeFileSync(join(app, "package.json"), JSON.stringify({ type: "commonjs" }));
  writeFileSync(join(app, "cinema.yaml"), `name: cinema\n${OWN_CONFIG}`);
});

it("the app of the docs takes the packed module, and has the stacks of the installation and its own", async () => {
  const { exitCode, all } = await inApp("tsx", "main.ts");
  expect({ exitCode, all }).toEqual({ exitCode: 0, all: "" });
  const stacks = readdirSync(join(app, "cdktf.out", "stacks")).sort();
  expect(stacks).toEqual([
    "cinema-app-1",
    "cinema-app-2",
    "cinema-data",
    "cinema-db",
    "cinema-edge",
    "cinema-network",
    "own",
  ]);
  const read = (stack: string): string => readFileSync(join(app, "cdktf.out", "stacks", stack, "cdk.tf.json"), "utf8");
  // Its state lies beside its config, also for those who read it; its templates and its page come from the package.
  expect(read("cinema-network")).toContain(join(app, "terraform-state", "network.tfstate"));
  expect(read("cinema-edge")).toContain(join(app, "terraform-state", "network.tfstate"));
  expect(read("cinema-edge")).toContain(`node_modules/${NAME}/monitoring/page/dist/index.html`);
  expect(read("cinema-edge")).toContain("haproxy");
  expect(read("cinema-db")).toContain('"name": "cinema-db"');
});

it("the app's types hold", async () => {
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "node16"];
  expect(await inApp("tsc", ...options, "main.ts")).toMatchObject({ exitCode: 0, all: "" });
  writeFileSync(join(app, "wrong.ts"), readFileSync(join(app, "main.ts"), "utf8").replace("config:", "conf:"));
  expect((await inApp("tsc", ...options, "wrong.ts")).all).toMatch(/wrong.ts.*'conf' does not exist/);
});

it("a wrong config is told of with its places", async () => {
  writeFileSync(join(app, "cinema.yaml"), `name: Cinema\n${OWN_CONFIG}`);
  const { exitCode, all } = await inApp("tsx", "main.ts");
  expect(exitCode).toBe(1);
  expect(all).toMatch(/cinema.yaml:1:7 name: got "Cinema", allowed: /);
});

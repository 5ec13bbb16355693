import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import { checkoutOfEachTest } from "../support/laptop-checkout";

const checkout = checkoutOfEachTest();

const NOT_BUILT = "not built (npm ci --ignore-scripts leaves them out): type npm run postinstall";

/** Puts programs before all others on the PATH. */
function programs(scripts: Readonly<Record<string, string>>): { PATH: string } {
  for (const [name, script] of Object.entries(scripts)) write(`bin/${name}`, `#!/bin/sh\n${script}\n`);
  return { PATH: `${checkout().path("bin")}:${checkout().path("node_modules/.bin")}:${process.env["PATH"] ?? ""}` };
}

function write(file: string, text: string): void {
  mkdirSync(dirname(checkout().path(file)), { recursive: true });
  writeFileSync(checkout().path(file), text);
  chmodSync(checkout().path(file), 0o755);
}

describe("after npm ci", () => {
  it("npx cdktf goes through script/cdktf, and cdktf itself is as it was", async () => {
    const original = readFileSync(checkout().path("node_modules/cdktf-cli/bundle/bin/cdktf"), "utf8");
    expect((await checkout().exec("node", ["script/postinstall.mjs"])).exitCode).toBe(0);
    const refused = await checkout().exec(checkout().path("node_modules/.bin/cdktf"), ["deploy", "*"]);
    expect(refused.stderr).toMatch(/^deploy: installation.yaml is missing, /);
    expect((await checkout().exec(checkout().path("node_modules/.bin/cdktf"), ["synth"])).exitCode).toBe(0);
    expect(checkout().calls()).toMatchObject([{ args: ["synth", "--output", "cdktf.out"], checkpoint: "1" }]);
    expect(readFileSync(checkout().path("node_modules/cdktf-cli/bundle/bin/cdktf"), "utf8")).toBe(original);
  });

  it("on Windows one line says WSL", async () => {
    const windows = 'data:text/javascript,Object.defineProperty(process,"platform",{value:"win32"})';
    expect(await checkout().exec("node", ["--import", windows, "script/postinstall.mjs"])).toMatchObject({
      exitCode: 1,
      stderr: "npm: expected Linux or macOS, found Windows: type wsl --install, and clone and run this in WSL",
    });
  });

  it("npm has compiled nothing: that takes compilers, and headers of Node.js from its own site", () => {
    const { packages } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package-lock.json"), "utf8")) as {
      readonly packages: Readonly<Record<string, { readonly hasInstallScript?: true }>>;
    };
    const scripted = Object.keys(packages).filter((name) => packages[name]?.hasInstallScript);
    // Each of these finds its program among packages that are made for each platform; protobufjs has none.
    expect(scripted.map((name) => name.replace("node_modules/", ""))).toEqual([
      "", // This project's own.
      "@parcel/watcher",
      "@swc/core",
      "esbuild",
      "protobufjs",
    ]);
  });

  it("the packages for development are there with NODE_ENV=production, too", async () => {
    const env = { NODE_ENV: "production" };
    const shown = async (): Promise<boolean> => {
      const { stdout } = await checkout().exec("npm", ["ls", "--package-lock-only", "--depth=0", "--json"], env);
      const { dependencies } = JSON.parse(stdout) as { readonly dependencies: Readonly<Record<string, unknown>> };
      expect(Object.keys(dependencies)).toContain("cdktf");
      return "tsx" in dependencies;
    };
    expect(await shown()).toBe(true);
    rmSync(checkout().path(".npmrc"));
    expect(await shown()).toBe(false);
  });
});

describe("without the scripts of packages", () => {
  beforeEach(() => {
    checkout().withoutBindings();
  });

  it.each(["synth", "deploy", "diff", "destroy"])("npm run %s stops with one line", async (command) => {
    const { exitCode, stdout, stderr } = await checkout().run(command);
    const name = command.replace("synth", "cdktf");
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: `${name}: the provider's bindings are ${NOT_BUILT}`,
    });
    expect(checkout().calls()).toEqual([]);
  });

  it("so does the app itself, which plain cdktf starts", async () => {
    expect(await checkout().exec("tsx", ["main.ts"])).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: `The provider's bindings are ${NOT_BUILT}`,
    });
  });

  it("script/setup builds them itself, and notes nothing as done that is not", async () => {
    const failing = programs({ npm: 'echo "$@" >>npm-calls; [ "$1" = ci ]' });
    const failed = await checkout().exec("bash", ["script/setup"], failing);
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toContain("building the provider's bindings failed: npm run postinstall");
    expect(existsSync(checkout().path("node_modules/.setup"))).toBe(false);

    programs({
      npm: '[ "$1" = ci ] || { mkdir packages/provider-yandex/lib; echo >packages/provider-yandex/lib/index.js; }',
    });
    expect((await checkout().exec("bash", ["script/setup"], failing)).exitCode).toBe(0);
    expect(readFileSync(checkout().path("node_modules/.setup"), "utf8")).toMatch(/^[0-9a-f]{64} /);
  });
});

it("without packages every command says npm ci", async () => {
  rmSync(checkout().path("node_modules"), { recursive: true });
  expect(await checkout().run("synth")).toMatchObject({
    exitCode: 1,
    stderr: "cdktf: the npm packages are missing: type npm ci",
  });
});

describe("the build of the bindings", () => {
  it("that is cut off leaves the former ones, and nothing half done", async () => {
    checkout().withoutBindings();
    const folder = "packages/provider-yandex";
    const { scripts } = JSON.parse(readFileSync(checkout().path(folder, "package.json"), "utf8")) as {
      readonly scripts: { readonly build: string };
    };
    rmSync(checkout().path(folder, "generate.mjs"));
    write(`${folder}/generate.mjs`, "");
    write(`${folder}/lib/index.js`, "former");
    // finish.mjs works on the folder that it is in.
    const finish = readFileSync(checkout().path(folder, "finish.mjs"), "utf8");
    rmSync(checkout().path(folder, "finish.mjs"));
    write(`${folder}/finish.mjs`, finish);
    const build = (end: string) =>
      checkout().exec(
        "sh",
        ["-c", `cd ${folder} && ${scripts.build}`],
        programs({ tsc: `mkdir -p src/lib && echo new >src/lib/index.js; ${end}` }),
      );
    const bindings = (): string => readFileSync(checkout().path(folder, "lib/index.js"), "utf8");

    expect((await build("exit 1")).exitCode).toBe(1);
    expect(bindings()).toBe("former");
    expect((await build("exit 0")).exitCode).toBe(0);
    expect(bindings()).toBe("new\n");
  });
});

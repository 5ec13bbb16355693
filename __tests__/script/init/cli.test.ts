import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { checkoutOfEachTest } from "../../support/laptop-checkout";

const checkout = checkoutOfEachTest();

const FLAGS = ["--domain", "bingo.mine.org", "--email", "me@mine.org", "--ssh-from", "8.8.8.8"];

/** Puts a `yc` on the PATH that knows these settings. */
function yc(settings: Readonly<Record<string, string>>): string {
  const folder = checkout().path("bin");
  mkdirSync(folder);
  const cases = Object.entries(settings).map(([name, value]) => `"config get ${name}") echo ${value} ;;`);
  writeFileSync(`${folder}/yc`, `#!/bin/sh\ncase "$*" in ${cases.join(" ")} "config get "*) ;; *) exit 3 ;; esac\n`);
  chmodSync(`${folder}/yc`, 0o755);
  return `${folder}:${process.env["PATH"] ?? ""}`;
}

const init = (env: Readonly<Record<string, string>>, ...flags: readonly string[]) =>
  checkout().run("init", env, ...flags);

it("writes what can be deployed, with what the environment and yc know", async () => {
  const PATH = yc({ "folder-id": "b1g11111111111111111", "compute-default-zone": "ru-central1-d" });
  const { exitCode, stdout, stderr } = await init(
    { PATH: `${checkout().path("node_modules/.bin")}:${PATH}`, YC_CLOUD_ID: "b1g00000000000000000" },
    ...FLAGS,
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(/^installation.yaml is written\. To deploy it: .*npm run deploy$/);
  const text = readFileSync(checkout().path("installation.yaml"), "utf8");
  expect(text).toContain(
    "cloud:\n  cloudId: b1g00000000000000000\n  folderId: b1g11111111111111111\n  zone: ru-central1-d\n",
  );
  expect((await checkout().run("deploy")).exitCode).toBe(0);
  expect(
    checkout()
      .calls()
      .map(({ args }) => args[0]),
  ).toEqual(["synth", "deploy"]);
});

it("never overwrites", async () => {
  checkout().write("installation.yaml", "mine\n");
  expect(await init({ YC_FOLDER_ID: "b1g11111111111111111" }, ...FLAGS)).toMatchObject({
    exitCode: 1,
    stderr: "init: installation.yaml is there, and is never overwritten: edit it, or move it away",
  });
  expect(readFileSync(checkout().path("installation.yaml"), "utf8")).toBe("mine\n");
});

it("writes nothing, and names the option, when an answer is missing and nobody can be asked", async () => {
  const { exitCode, stderr } = await init({ YC_FOLDER_ID: "b1g11111111111111111" }, ...FLAGS.slice(2));
  expect(exitCode).toBe(1);
  expect(stderr).toBe("init: expected --domain, found none and no terminal to ask: public name of the service");
  expect(existsSync(checkout().path("installation.yaml"))).toBe(false);
});

it("writes the file that INSTALLATION names", async () => {
  const env = { INSTALLATION: "staging.yaml", YC_FOLDER_ID: "b1g11111111111111111" };
  expect((await init(env, ...FLAGS)).stdout).toMatch(
    /^staging.yaml is written\. .* INSTALLATION=staging.yaml npm run deploy$/,
  );
  expect(readFileSync(checkout().path("staging.yaml"), "utf8")).toContain("\nname: staging\n");
});

import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { checkoutOfEachTest, OWN_CONFIG } from "../../support/laptop-checkout";

const MINE = `
name: mine${OWN_CONFIG}`;

const checkout = checkoutOfEachTest();

const mode = (path: string): string => (statSync(checkout().path(path)).mode & 0o777).toString(8);

/** The only file in the folder of backups. */
function backup(): string {
  const [name = "", ...others] = readdirSync(checkout().path("state-backups"));
  expect(others).toEqual([]);
  return `state-backups/${name}`;
}

const unpacked = (path: string, file: string): string =>
  execFileSync("tar", ["-xzOf", checkout().path(path), file], { encoding: "utf8" });

it("writes all local states into one archive with the date, for its owner alone", async () => {
  checkout().write("installation.yaml", MINE);
  mkdirSync(checkout().path("terraform-state"));
  checkout().write("terraform-state/network.tfstate", '{"serial":7}');
  checkout().write("terraform-state/edge.tfstate", '{"serial":3}');
  checkout().write("terraform-state/app-1.tfstate", "");
  checkout().write("terraform-state/network.tfstate.backup", '{"serial":6}');

  const { exitCode, stdout } = await checkout().run("backup-state");
  expect(exitCode).toBe(0);
  const path = backup();
  expect(stdout).toBe(`${path}: edge, network`);
  const [, name = ""] = /^state-backups\/(mine-state-\d{8}T\d{6}Z)\.tar\.gz$/.exec(path) ?? [];
  expect(unpacked(path, `${name}/network.tfstate`)).toBe('{"serial":7}');
  expect(unpacked(path, `${name}/edge.tfstate`)).toBe('{"serial":3}');
  expect([mode(path), mode("state-backups")]).toEqual(["600", "700"]);
});

it("asks the engine for states in Object Storage", async () => {
  checkout().write("installation.yaml", `${MINE}state: { objectStorage: { bucket: states } }\n`);
  const engine = checkout().path("engine");
  writeFileSync(
    engine,
    `#!/bin/sh\ncase "$*" in *"stacks/edge state pull") ;; *" state pull") echo '{"serial":9}' ;; esac\n`,
  );
  chmodSync(engine, 0o755);
  for (const stack of ["network", "edge"]) mkdirSync(checkout().path(`x.out/stacks/${stack}`), { recursive: true });

  const env = { TERRAFORM_BINARY_NAME: engine, CDKTF_OUTDIR: "x.out" };
  expect((await checkout().run("backup-state", env)).stdout).toMatch(/: network$/);
  expect(unpacked(backup(), backup().replace(/^state-backups\/(.*)\.tar\.gz$/, "$1/network.tfstate"))).toBe(
    '{"serial":9}\n',
  );
});

it.each([
  [
    "a state that is being written",
    '{"serial":',
    "the state of edge: expected JSON with a serial number, found something else: is a deployment under way?",
  ],
  ["no state", "", "terraform-state: expected the state of a deployment, found none"],
])("writes nothing of %s", async (_, text, message) => {
  checkout().write("installation.yaml", MINE);
  mkdirSync(checkout().path("terraform-state"));
  checkout().write("terraform-state/edge.tfstate", text);
  expect(await checkout().run("backup-state")).toMatchObject({ exitCode: 1, stderr: `backup-state: ${message}` });
  expect(existsSync(checkout().path("state-backups"))).toBe(false);
});

it("a deployment makes the state's folder private, and what it writes", async () => {
  checkout().write("installation.yaml", MINE);
  expect((await checkout().run("deploy")).exitCode).toBe(0);
  expect(mode("terraform-state")).toBe("700");
  expect(checkout().calls()).toMatchObject([{ umask: "77" }, { umask: "77" }]);
});

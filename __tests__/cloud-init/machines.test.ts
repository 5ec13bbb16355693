import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { escapeTerraform } from "../../cloud-init/escape";
import { machines } from "../../cloud-init/machines";
import { exampleInstallation, onlyResource, synthStacks } from "../support/synth";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGdvbGRlbi1maWxlLWRlcGxveW1lbnQta2V5 deployment";
/** Yandex Cloud's limit of one metadata value. */
const METADATA_LIMIT_BYTES = 256 * 1024;

const all = machines(exampleInstallation());
const golden = (name: string) => join(__dirname, "golden", `${name}.yaml`);

describe.each(all.map((machine) => [machine.name, machine] as const))("user-data of %s", (name, machine) => {
  const text = machine.userData(KEY);

  it("is what reviewers last saw (UPDATE_GOLDEN=1 writes it anew)", () => {
    if (process.env["UPDATE_GOLDEN"]) writeFileSync(golden(name), text);
    expect(text).toBe(readFileSync(golden(name), "utf8"));
  });

  it("fits the cloud's metadata, with room to spare", () => {
    expect(Buffer.byteLength(text)).toBeLessThan(METADATA_LIMIT_BYTES * 0.7);
  });

  it("has one program to run, so that its failure is cloud-init's", () => {
    const { runcmd } = parse(text) as { runcmd: unknown };
    expect(runcmd).toEqual([["/usr/local/sbin/bingo-first-boot"]]);
  });

  it("writes each file once, to an absolute path, owned by root", () => {
    const { write_files } = parse(text) as { write_files: { path: string; permissions: string }[] };
    const paths = write_files.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.filter((path) => !path.startsWith("/"))).toEqual([]);
    const programs = write_files.filter(({ permissions }) => permissions === "0755").map(({ path }) => path);
    expect(paths.filter((path) => path.startsWith("/usr/local/sbin/") && !programs.includes(path))).toEqual([]);
    // Debian asks a policy there.
    expect(programs.filter((path) => !path.startsWith("/usr/local/"))).toEqual(["/usr/sbin/policy-rc.d"]);
  });

  it("reaches the machine byte for byte: the engine's template syntax is escaped", () => {
    const stack = synthStacks()[name];
    const { metadata } = onlyResource(stack, "yandex_compute_instance") as { metadata: { "user-data": string } };
    const key = /- (\$\{[^\n]*\})\n/.exec(metadata["user-data"])?.[1] ?? "";
    expect(key).toMatch(/^\$\{trimspace\(data\.terraform_remote_state\./);
    expect(metadata["user-data"]).toBe(escapeTerraform(text).replace(KEY, () => key));
  });
});

describe("escapeTerraform", () => {
  it.each([
    ["${FOO}", "$${FOO}"],
    ["%{http_code}", "%%{http_code}"],
    ["$(id) $1 100%", "$(id) $1 100%"],
    ["${TfToken[TOKEN.7]}", "${TfToken[TOKEN.7]}"],
  ])("%s becomes %s", (text, escaped) => {
    expect(escapeTerraform(text)).toBe(escaped);
  });
});

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engine } from "../../../script/doctor/checks/engine";
import { providers } from "../../../script/doctor/checks/providers";
import { LocalServer } from "../../support/local-server";

const folder = mkdtempSync(join(tmpdir(), "engine-"));
const HOST = "registry.test";

/** Knows two providers; says its version and, in a folder with a config, the full addresses, as the engine does. */
const PROVIDERS = [`${HOST}/yandex-cloud/yandex`, `${HOST}/hashicorp/null`];

/** A program that says it is an engine. */
function engineOf(version: string): string {
  const path = join(folder, "engine");
  const tree = PROVIDERS.map((address) => `echo '├── provider[${address}] 1.2.3'`).join("\n");
  writeFileSync(
    path,
    `#!/bin/sh\nif [ "$1" = version ]; then echo '${version}'; exit; fi\ncat main.tf.json >/dev/null\n${tree}\n`,
  );
  chmodSync(path, 0o755);
  return path;
}

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("the engine", () => {
  const look = (version: string) => engine({ PATH: process.env["PATH"], TERRAFORM_BINARY_NAME: engineOf(version) });

  it.each([
    ["Terraform v1.10.0\non linux_amd64", "Terraform 1.10.0"],
    ["OpenTofu v1.12.6\non darwin_arm64", "OpenTofu 1.12.6"],
    ["Terraform v2.0.0", "Terraform 2.0.0"],
  ])("is recent enough: %j", async (version, name) => {
    expect(await look(version)).toEqual([{ verdict: "ok", text: `${name} (${join(folder, "engine")})` }]);
  });

  it.each([
    ["Terraform v1.9.8", /^expected Terraform or OpenTofu 1.10 or newer, found Terraform 1.9.8/],
    ["Docker version 26", /is neither$/],
  ])("is not: %j", async (version, text) => {
    expect(await look(version)).toMatchObject([
      {
        verdict: "wrong",
        text: expect.stringMatching(text) as string,
        remedy: expect.stringContaining("export TERRAFORM_BINARY_NAME=tofu") as string,
      },
    ]);
  });

  it("is missing", async () => {
    expect(await engine({ PATH: folder })).toMatchObject([
      { verdict: "wrong", text: "expected Terraform or OpenTofu 1.10 or newer, found no program terraform" },
    ]);
  });
});

describe("providers", () => {
  const cliConfig = join(folder, "cli.tfrc");
  const required = { yandex: { source: "yandex-cloud/yandex", version: "1.2.3" } };
  let server: LocalServer;
  let served: Record<string, unknown>;
  let status = 200;

  beforeAll(async () => {
    server = await LocalServer.start(({ url = "" }, response) => {
      const body = served[url];
      response.writeHead(body === undefined ? 404 : status, { "Content-Type": "application/json" });
      response.end(JSON.stringify(body ?? {}));
    });
  });
  afterAll(async () => {
    await server.stop();
  });
  beforeEach(() => {
    status = 200;
    served = Object.fromEntries(
      PROVIDERS.map((address) => [`/mirror/${address}/index.json`, { versions: { "1.2.3": {}, "1.0.0": {} } }]),
    );
  });

  const look = (config: string) => {
    writeFileSync(cliConfig, config);
    const env = { PATH: process.env["PATH"], TERRAFORM_BINARY_NAME: engineOf("Terraform v1.11.4") };
    return providers(required, { ...env, TF_CLI_CONFIG_FILE: cliConfig });
  };
  const mirror = (more = ""): string =>
    `provider_installation {\n  network_mirror {\n    url = "${server.url}/mirror/"\n${more}  }\n}\n`;

  it("are at the mirror of the CLI configuration", async () => {
    expect(await look(mirror())).toEqual([
      { verdict: "ok", text: `${HOST}/yandex-cloud/yandex 1.2.3, ${HOST}/hashicorp/null 1.2.3` },
    ]);
  });

  it("that a mirror does not have in this version are named", async () => {
    served[`/mirror/${HOST}/hashicorp/null/index.json`] = { versions: { "1.0.0": {} } };
    expect(await look(mirror())).toMatchObject([
      { verdict: "wrong", text: `${HOST}/hashicorp/null 1.2.3: expected it at ${server.url}/mirror/, found none` },
    ]);
  });

  it("that no source is for are named", async () => {
    expect(await look(mirror('    include = ["*/yandex-cloud/*"]\n'))).toMatchObject([
      { verdict: "wrong", text: expect.stringMatching(/hashicorp\/null 1.2.3: .* names no source for it$/) as string },
    ]);
    expect(await look(mirror('    exclude = ["yandex-cloud/yandex"]\n'))).toMatchObject([
      { verdict: "wrong", text: expect.stringMatching(/yandex-cloud\/yandex 1.2.3: .* names no source/) as string },
    ]);
  });

  it("are looked for in folders, laid out and packed", async () => {
    const files = join(folder, "files");
    mkdirSync(join(files, PROVIDERS[0] ?? "", "1.2.3", "linux_amd64"), { recursive: true });
    mkdirSync(join(files, PROVIDERS[1] ?? ""), { recursive: true });
    const config = `provider_installation {\n  filesystem_mirror {\n    path = "${files}"\n  }\n}\n`;
    expect(await look(config)).toMatchObject([
      { verdict: "wrong", text: expect.stringContaining("null 1.2.3") as string },
    ]);
    writeFileSync(join(files, PROVIDERS[1] ?? "", "terraform-provider-null_1.2.3_linux_amd64.zip"), "");
    expect(await look(config)).toMatchObject([{ verdict: "ok" }]);
  });

  it("are not checked when no source answers", async () => {
    status = 503;
    expect(await look(mirror())).toMatchObject([
      { verdict: "not checked", text: expect.stringMatching(/127.0.0.1:\d+ answers 503/) as string },
      { verdict: "not checked" },
    ]);
    // Nobody has this registry, and without a CLI configuration it would be asked.
    expect(await look("")).toMatchObject([
      { verdict: "not checked", text: expect.stringMatching(/registry.test cannot be reached/) as string },
      { verdict: "not checked" },
    ]);
  });

  it("need a CLI configuration that can be read", async () => {
    expect(await look("provider_installation {")).toMatchObject([
      {
        verdict: "wrong",
        text: expect.stringMatching(/cli.tfrc: expected a CLI configuration of the engine, found: /) as string,
      },
    ]);
  });
});

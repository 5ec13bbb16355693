import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { App } from "cdktf";
import { PROJECT_ROOT } from "../../config/paths";
import { addStacks } from "../../stacks/installation";
import { exampleInstallation, synthStacks } from "../support/synth";

const example = exampleInstallation();

describe("the state", () => {
  it("is local by default, outside the folder that synth writes anew", () => {
    const stacks = synthStacks();
    for (const [name, { terraform }] of Object.entries(stacks)) {
      expect(terraform.backend).toEqual({ local: { path: `../../../terraform-state/${name}.tfstate` } });
    }
    expect(stacks["app-1"]?.data?.["terraform_remote_state"]?.["cross-stack-reference-input-network"]).toMatchObject({
      backend: "local",
      config: { path: "../../../terraform-state/network.tfstate" },
    });
  });

  describe("is the same whatever the output folder", () => {
    const away = mkdtempSync(join(tmpdir(), "state-"));
    mkdirSync(join(PROJECT_ROOT, ".cache"), { recursive: true });
    const inside = mkdtempSync(join(PROJECT_ROOT, ".cache", "state-"));
    afterAll(() => {
      for (const folder of [away, inside]) rmSync(folder, { recursive: true });
    });

    it.each([
      ["deeper in the project", () => join(inside, "a", "b.out")],
      ["outside of the project", () => join(away, "c.out")],
      [
        "behind a link",
        () => {
          symlinkSync(join(inside, "a"), join(away, "link"));
          return join(away, "link", "d.out");
        },
      ],
    ])("%s", (_, place) => {
      const outdir = place();
      mkdirSync(outdir, { recursive: true });
      const app = new App({ outdir });
      addStacks(app, { ...example, bingo: { ...example.bingo, binary: { file: "package.json" } } });
      app.synth();
      // As the engine resolves them: from the real folder.
      const folder = realpathSync(join(outdir, "stacks", "app-1"));
      const text = readFileSync(join(folder, "cdk.tf.json"), "utf8");
      const { terraform, data } = JSON.parse(text) as {
        terraform: { backend: { local: { path: string } } };
        data: { terraform_remote_state: Record<string, { config: { path: string } }> };
      };
      const state = (name: string): string => join(PROJECT_ROOT, "terraform-state", `${name}.tfstate`);
      expect(resolve(folder, terraform.backend.local.path)).toBe(state("app-1"));
      const [network] = Object.values(data.terraform_remote_state);
      expect(resolve(folder, network?.config.path ?? "")).toBe(state("network"));
      // Files that are delivered are found as well.
      const [, file = ""] = /filesha256\(\\"([^"]*)\\"\)/.exec(text) ?? [];
      expect(resolve(folder, file)).toBe(join(PROJECT_ROOT, "package.json"));
    });
  });

  it("is kept in Object Storage, with a lock, when the config says so", () => {
    const objectStorage = {
      bucket: "states",
      prefix: "bingo",
      region: "ru-central1",
      endpoint: "https://storage.yandexcloud.net",
    };
    const stacks = synthStacks({ ...example, state: { objectStorage } });
    for (const [name, { terraform }] of Object.entries(stacks)) {
      expect(terraform.backend).toEqual({
        s3: {
          bucket: "states",
          key: `bingo/${name}.tfstate`,
          region: "ru-central1",
          endpoints: { s3: "https://storage.yandexcloud.net" },
          use_lockfile: true,
          skip_region_validation: true,
          skip_credentials_validation: true,
          skip_requesting_account_id: true,
          skip_metadata_api_check: true,
          skip_s3_checksum: true,
        },
      });
    }
    const reads = stacks["app-1"]?.data?.["terraform_remote_state"]?.["cross-stack-reference-input-network"];
    expect(reads).toMatchObject({ backend: "s3", config: { bucket: "states", key: "bingo/network.tfstate" } });
  });
});

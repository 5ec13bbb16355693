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

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configuredBinary, writeInstallation } from "../../../lab/cli/installation";
import { labPaths } from "../../../lab/paths";
import { standInRows } from "../../../lab/cli/stand-in";
import { synthStacks } from "../../support/synth";

describe("the config of a lab", () => {
  const folder = mkdtempSync(join(tmpdir(), "lab-cli-"));
  const binary = join(folder, "bingo");
  const addresses = { internet: "198.18.7.0/24", host: "198.19.7.1" };
  const paths = labPaths("unittest");

  beforeAll(() => {
    writeFileSync(binary, "");
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    rmSync(paths.folder, { recursive: true, force: true });
  });

  function config(text: string): string {
    const file = join(folder, "own.yaml");
    writeFileSync(file, text);
    return file;
  }

  it("is an installation like any other, and keeps its state where no other does", () => {
    const installation = writeInstallation(paths, { binary, addresses });
    expect(installation).toMatchObject({
      domain: "bingo.example.org",
      bingo: { binary: { file: expect.stringMatching(/\/bingo$/) as string } },
      ssh: { sources: ["198.19.7.1/32", "198.18.7.0/24"] },
      machines: { database: { dataDisk: { sizeGb: 20, protected: false } } },
      state: { local: { folder: ".cache/lab/unittest/state" } },
    });
    for (const { terraform } of Object.values(synthStacks(installation))) {
      expect(terraform.backend).toEqual({
        local: {
          path: expect.stringMatching(/^\.\.\/\.\.\/\.\.\/\.cache\/lab\/unittest\/state\/[\w-]+\.tfstate$/) as string,
        },
      });
    }
  });

  it("keeps the values of the user's own config, but for those that only the lab can know", () => {
    const own = config(`
domain: my.example.org
bingo: { studentEmail: me@example.org, binary: { url: "https://example.org/bingo" }, instancesPerNode: 3 }
ssh: { sources: [203.0.113.7/32] }
machines: { database: { memoryGb: 4, dataDisk: { sizeGb: 200 } } }
state: { objectStorage: { bucket: my-state } }
`);
    expect(configuredBinary(own)).toBeUndefined();
    expect(writeInstallation(paths, { config: own, binary, addresses })).toMatchObject({
      domain: "my.example.org",
      bingo: { studentEmail: "me@example.org", instancesPerNode: 3 },
      machines: { database: { memoryGb: 4, dataDisk: { sizeGb: 20 } } },
      ssh: { sources: ["198.19.7.1/32", "198.18.7.0/24"] },
      state: { local: { folder: ".cache/lab/unittest/state" } },
    });
  });

  it("expects the rows of its stand-in, and of any other binary those of the config", () => {
    const own = config(
      "domain: my.example.org\nbingo: { studentEmail: me@example.org, data: { expect: { movies: 5 }, dump: kept.dump } }",
    );
    writeFileSync(join(folder, "kept.dump"), "PGDMP");
    const rows = standInRows({ scale: 0.01 });
    expect(writeInstallation(paths, { binary, addresses, rows }).bingo.data).toEqual({
      expect: { movies: 291, customers: 5_000, sessions: 50_000 },
    });
    expect(writeInstallation(paths, { binary, addresses, config: own }).bingo.data).toEqual({
      expect: { movies: 5, customers: 500_000, sessions: 5_000_000 },
      dump: expect.stringMatching(/\/kept\.dump$/) as string,
    });
  });

  it("finds the real binary beside the user's config", () => {
    const own = config("bingo: { binary: { file: bin/bingo } }");
    expect(configuredBinary(own)).toBe(join(folder, "bin", "bingo"));
  });

  it("lets a test replace values", () => {
    const overrides = { bingo: { instancesPerNode: 1 }, machines: { appNode: { memoryGb: 4 } } };
    expect(writeInstallation(paths, { binary, addresses, overrides })).toMatchObject({
      bingo: { studentEmail: "someone@example.org", instancesPerNode: 1 },
      machines: { appNode: { memoryGb: 4 } },
    });
  });

  it("is refused with the config's own lines when something in it is wrong", () => {
    const own = config("domain: nodot\nbingo: { studentEmail: me@example.org }\n");
    expect(() => writeInstallation(paths, { config: own, binary, addresses })).toThrow(
      /domain: got "nodot", allowed: /,
    );
    expect(() => writeInstallation(paths, { config: "/nonexistent.yaml", binary, addresses })).toThrow(
      "--config /nonexistent.yaml: expected a YAML file, found none",
    );
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadForCloud } from "../../config/deployable";

const folder = mkdtempSync(join(tmpdir(), "deployable-"));
const file = join(folder, "installation.yaml");
const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Loads a config with these values for a command. */
function load(command: string, domain: string, source: string, more = ""): string {
  const binary = "https://storage.yandexcloud.net/final-homework/bingo";
  writeFileSync(
    file,
    `domain: ${domain}\nbingo: { studentEmail: me@mine.org, binary: { url: "${binary}" } }\nssh: { sources: [${source}] }\n${more}`,
  );
  process.env.INSTALLATION = file;
  return loadForCloud(command).domain;
}

it("values of one's own are taken", () => {
  expect(load("deploy", "bingo.mine.org", "8.8.8.8/32")).toBe("bingo.mine.org");
});

it.each(["deploy", "diff"])("%s refuses all values of manuals at once, with their places", (command) => {
  expect(() => load(command, "bingo.example.org", "203.0.113.7/32")).toThrow(
    [
      `${file}: 2 problems`,
      `${file}:1:9 domain: got "bingo.example.org", allowed: a name of your own; example.org is for documentation`,
      `${file}:3:18 ssh.sources.0: got "203.0.113.7/32", allowed: an address of your own; 203.0.113.0/24 is for documentation`,
    ].join("\n"),
  );
});

it("a wrong value comes first", () => {
  expect(() => load("deploy", "bingo.example.org", "somewhere")).toThrow(
    /: 1 problem\n.*ssh.sources.0: got "somewhere"/,
  );
});

it("what was deployed with values of manuals can be destroyed", () => {
  expect(load("destroy", "bingo.example.org", "203.0.113.7/32")).toBe("bingo.example.org");
});

it.each(["deploy", "diff", "destroy"])("the example is nothing for %s", (command) => {
  process.env.INSTALLATION = "./installation.example.yaml";
  expect(() => loadForCloud(command)).toThrow(
    /^INSTALLATION names installation.example.yaml, which is never deployed: unset it and type npm run init$/,
  );
});

it("a file that is not there is named", () => {
  process.env.INSTALLATION = join(folder, "staging.yaml");
  expect(() => loadForCloud("deploy")).toThrow(/staging.yaml: cannot be read \(ENOENT\), allowed: a YAML file$/);
});

describe("a data disk that the config does not protect", () => {
  const unprotected = (command: string): string =>
    load(command, "bingo.mine.org", "8.8.8.8/32", "machines: { database: { dataDisk: { protected: false } } }\n");

  it.each(["deploy", "destroy"])("needs a second word to %s", (command) => {
    expect(() => unprotected(command)).toThrow(
      "machines.database.dataDisk.protected is false, so this may delete the data: set it to true, or type LOSE_DATA_OF=bingo before the command",
    );
    process.env["LOSE_DATA_OF"] = "another";
    expect(() => unprotected(command)).toThrow("LOSE_DATA_OF=bingo");
    process.env["LOSE_DATA_OF"] = "bingo";
    expect(unprotected(command)).toBe("bingo.mine.org");
  });

  it("needs none for a look", () => {
    expect(unprotected("diff")).toBe("bingo.mine.org");
  });
});

it("a lab takes the values of manuals when it says so and where its cloud is", () => {
  process.env["DEPLOY_INTO"] = "lab";
  delete process.env["LAB_SOCKET"];
  const deploy = (): string => load("deploy", "bingo.example.org", "203.0.113.7/32");
  expect(deploy).toThrow("DEPLOY_INTO=lab is for script/lab, which also sets LAB_SOCKET: unset DEPLOY_INTO");
  process.env["LAB_SOCKET"] = "/run/lab.sock";
  expect(deploy()).toBe("bingo.example.org");
  process.env["DEPLOY_INTO"] = "Lab";
  expect(deploy).toThrow('DEPLOY_INTO: got "Lab", allowed: lab, or nothing');
});

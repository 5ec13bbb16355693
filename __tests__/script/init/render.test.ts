import { join } from "node:path";
import { parse } from "yaml";
import { checkText } from "../../../config/load";
import { PROJECT_ROOT } from "../../../config/paths";
import type { Answers } from "../../../script/init/questions";
import { render } from "../../../script/init/render";

const ANSWERS: Answers = {
  domain: "bingo.mine.org",
  email: "me@mine.org",
  binary: "https://files.mine.org/bingo?a=1&b=#2",
  sshFrom: "8.8.8.8",
  folder: "b1g11111111111111111",
  zone: "ru-central1-b",
};
const OWN = join(PROJECT_ROOT, "installation.yaml");

it("what is rendered is an installation with the answers, and defaults in all other places", () => {
  const { installation } = checkText(render(ANSWERS, "b1g00000000000000000", OWN), OWN);
  expect(installation).toMatchObject({
    name: "bingo",
    domain: "bingo.mine.org",
    bingo: { studentEmail: "me@mine.org", binary: { url: "https://files.mine.org/bingo?a=1&b=#2" } },
    ssh: { sources: ["8.8.8.8/32"], publicKeys: [] },
    cloud: { cloudId: "b1g00000000000000000", folderId: "b1g11111111111111111", zone: "ru-central1-b" },
    machines: { database: { dataDisk: { protected: true } } },
    state: { local: { folder: "terraform-state" } },
  });
});

it("a network stays one, and a file stays a file", () => {
  const text = render({ ...ANSWERS, sshFrom: "8.8.0.0/16", binary: "package.json" }, undefined, OWN);
  expect(checkText(text, OWN).installation).toMatchObject({
    bingo: { binary: { file: "package.json" } },
    ssh: { sources: ["8.8.0.0/16"] },
  });
});

it("a cloud that is not known is left to the environment", () => {
  const text = render(ANSWERS, undefined, OWN);
  expect(parse(text)).toMatchObject({ cloud: { folderId: ANSWERS.folder, zone: ANSWERS.zone } });
  expect(text).toContain("# Without cloudId the environment decides: YC_CLOUD_ID.");
});

it("an editor finds the schema from where the config lies", () => {
  const first = (path: string): string | undefined => render(ANSWERS, undefined, path).split("\n")[0];
  expect(first(OWN)).toBe("# yaml-language-server: $schema=installation.schema.json");
  expect(first(join(PROJECT_ROOT, "teams", "a.yaml"))).toMatch(/\$schema=\.\.\/installation\.schema\.json$/);
});

it.each([
  ["staging.yaml", "staging"],
  ["Team_B.2.yml", "team-b-2"],
  ["7-a-very-long-name-of-an-installation.yaml", "a-very-long-name-of"],
  ["42.yaml", "bingo"],
])("another file makes another installation: %s is %s", (file, name) => {
  const path = join(PROJECT_ROOT, file);
  expect(checkText(render(ANSWERS, undefined, path), path).installation).toMatchObject({
    name,
    state: { local: { folder: `terraform-state/${name}` } },
  });
});

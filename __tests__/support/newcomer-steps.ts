import { CLOUD, FOLDER } from "./cloud-api";
import type { Newcomer, Said } from "./newcomer";

/** Where a person's steps begin, and what is noted of them. */
export interface Beginning {
  readonly newcomer: () => Newcomer;
  /** Address from which the machines are reached. */
  readonly from: () => string;
  /** Path of the engine. */
  readonly engine: () => string;
  /** The engine's CLI configuration, which the doctor reads. */
  readonly providers: () => string | undefined;
  /** Takes what commands said. */
  readonly note?: (step: string, said: Said) => void;
}

/** That npm runs on a release of Node.js. */
export async function expectNode(newcomer: Newcomer, major: number): Promise<void> {
  const { text } = await newcomer.types("npm", ["exec", "--", "node", "--version"]);
  expect(text).toMatch(new RegExp(`^v${String(major)}[.]`));
}

/** The first three steps, as tests: a config from answers, and a doctor who finds three mistakes in what was answered. */
export function testFirstSteps({ newcomer, from, engine, providers, note = () => undefined }: Beginning): void {
  const doctor = (more: NodeJS.ProcessEnv): Promise<Said> =>
    newcomer().npm("doctor", { ...newcomer().catalogue.env, TF_CLI_CONFIG_FILE: providers(), ...more });

  it("1. npm run init writes a config from answers, and says what comes next", async () => {
    const said = await newcomer().npm(
      "init",
      { YC_CLOUD_ID: CLOUD },
      ...["--domain", "cinema.mine.org", "--email", "ada@mine.org", "--binary", "bingo", "--ssh-from", from()],
      // The first mistake: there is no such zone.
      ...["--folder", FOLDER, "--zone", "ru-central1-x"],
    );
    note("init", said);
    expect(said).toEqual({
      status: 0,
      text: "installation.yaml is written. To deploy it: export YC_TOKEN=$(yc iam create-token) && npm run deploy",
    });
  });

  it("2. npm run doctor finds three mistakes at once, each with what to type", async () => {
    newcomer().catalogue.content.collections = { "vpc/networks": [{ id: "enp1", name: "bingo", folderId: FOLDER }] };
    const said = await doctor({ TERRAFORM_BINARY_NAME: "no-engine" });
    note("doctor", said);
    const { status, text } = said;
    expect(status).toBe(1);
    const wrong = text.split("\n").filter((line) => line.includes("WRONG"));
    expect(wrong.map((line) => /WRONG +(\S+)/.exec(line)?.[1])).toEqual(["engine", "names", "zone"]);
    expect(text).toMatch(/found no program no-engine\n +→ .*export TERRAFORM_BINARY_NAME=tofu/);
    expect(text).toMatch(/taken by .* bingo \(networks, enp1\)\n +→ .*take another name in the config/);
    expect(text).toMatch(/there is no zone ru-central1-x\n +→ set cloud.zone to one of ru-central1-a, /);
  });

  it("3. they are mended as it said, and it has no objection any more", async () => {
    newcomer().edits("installation.yaml", "zone: ru-central1-x", "zone: ru-central1-a");
    newcomer().edits("installation.yaml", /^domain:/m, "name: cinema\ndomain:");
    const said = await doctor({ TERRAFORM_BINARY_NAME: engine() });
    note("doctor once mended", said);
    expect(said.text).not.toContain("WRONG");
    expect(said.status).toBe(0);
  });
}

/** What `npm run drift` says of the port that somebody has opened by hand. */
export function expectOpenedPort({ status, text }: Said): void {
  expect(text).toMatch(/network: differs\n/);
  expect(text).toMatch(/- description += "opened by hand"/);
  expect(text).toMatch(/^(data|db|app-1|app-2|edge): as it should be$/m);
  expect(status).toBe(1);
}

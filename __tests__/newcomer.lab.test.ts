import { join } from "node:path";
import { PROJECT_ROOT } from "../config/paths";
import { labEnvironment } from "../lab/cli/cdktf";
import { startDaemon } from "../lab/cli/daemon-process";
import { down } from "../lab/cli/down";
import { provideMirror } from "../lab/cli/provider";
import { buildStandIn, standInRows } from "../lab/cli/stand-in";
import type { DaemonClient } from "../lab/cloud/client";
import { Engine, findUsersEngine } from "../lab/engine/engine";
import { Lab } from "../lab";
import { labPaths } from "../lab/paths";
import { MACHINES } from "../proof/target/deployment";
import { wasClosed, whileUsersCome } from "../proof/load/users";
import { openedInConsole } from "./support/lab/console";
import { Newcomer, type Said } from "./support/newcomer";
import { expectNode, expectOpenedPort, testFirstSteps } from "./support/newcomer-steps";
import { recorded } from "./support/recorded";

// What a new user does, in that order, by the commands that docs/from-zero-to-accepted.md names: in a fresh clone, with the
// real cdktf, engine and machines. Only the cloud is the lab's, and bingo its stand-in.
// On Node.js 22, or with NODE_MAJOR=24 on that release.
// With RECORD=1 all data is loaded, the acceptance is the whole one, and what the commands said goes into that page; or what
// those said that RECORD names, with commas.
jest.setTimeout(1_200_000);

const MAJOR = Number(process.env["NODE_MAJOR"] ?? 22);
const RECORD = process.env["RECORD"]?.split(",");
const RECORDING = RECORD !== undefined;
const SCALE = RECORDING ? 1 : 0.01;

const name = `n${String(process.pid)}`;
const paths = labPaths(name);
let daemon: DaemonClient;
let newcomer: Newcomer;
/** Variables of the provider and the engine: the cloud is the lab's. */
let cloud: NodeJS.ProcessEnv;
let from: string;
let engine: string;
/** Where the service is, as the deployment said. */
let https = "";

function note(step: string, said: Said): Said {
  if (RECORD?.some((one) => one === "1" || one === step))
    recorded(step, said.text, { [newcomer.file()]: "~/bingo", [PROJECT_ROOT]: "~" });
  return said;
}

/** Types a command of the page, and notes what it says. */
async function types(step: string, script: string, ...args: readonly string[]): Promise<Said> {
  return note(step, await newcomer.npm(script, cloud, ...args));
}

beforeAll(async () => {
  [newcomer, daemon] = await Promise.all([Newcomer.arrives(MAJOR), startDaemon(paths, undefined, () => undefined)]);
  engine = await findUsersEngine();
  const mirror = await provideMirror(paths, new Engine(engine));
  await buildStandIn(newcomer.file("bingo"), { scale: SCALE });
  const { addresses, api } = await daemon.status();
  from = addresses.host;
  cloud = {
    ...labEnvironment({}, paths, api),
    ...mirror,
    TERRAFORM_BINARY_NAME: engine,
    // Those of the clone, as a person has them.
    INSTALLATION: undefined,
    CDKTF_OUTDIR: undefined,
  };
}, 600_000);

afterAll(async () => {
  await down(paths);
  await newcomer.leaves();
}, 60_000);

it("0. npm runs on it", () => expectNode(newcomer, MAJOR));

testFirstSteps({
  newcomer: () => newcomer,
  from: () => from,
  engine: () => engine,
  providers: () => cloud["TF_CLI_CONFIG_FILE"],
  note,
});

it("4. npm run deploy makes everything, and says where it is and what it costs", async () => {
  if (SCALE < 1) {
    const rows = JSON.stringify(standInRows({ scale: SCALE }));
    newcomer.edits("installation.yaml", /^bingo:\n/m, `bingo:\n  data: { expect: ${rows} }\n`);
  }
  const said = await types("deploy", "deploy", "--auto-approve");
  // With all that it said, where it failed.
  expect(said).toMatchObject({ status: 0, text: expect.stringMatching(/What this costs a month/) as string });
  https = /https_url = (https:\/\/[\d.]+\/)/.exec(said.text)?.[1] ?? "";
  expect(https).not.toBe("");
});

/** Rows that say the same however busy this machine is. */
const QUIET_ROWS = [
  "--quick",
  "--only",
  "http,https,http3-announced,domain,created,deleted,data-,student-email,student-email-shown",
];

it("5. npm run accept finds that the list holds", async () => {
  const curl = `${join(PROJECT_ROOT, "script/lab")} client --name ${name} curl`;
  const rows = RECORDING ? [] : QUIET_ROWS;
  const said = await types("accept", "accept", "--deployed", "--curl", curl, ...rows);
  expect(said).toMatchObject({ status: 0, text: expect.stringMatching(/^Accepted: /m) as string });
});

it("6. npm run status shows every machine, and that all is well where this machine has the time", async () => {
  const { status, text } = await types("status", "status");
  for (const machine of MACHINES) expect(text).toMatch(new RegExp(`\\b${machine}\\b`));
  expect(status).toBeLessThanOrEqual(RECORDING ? 0 : 1);
});

it("7. a change by merge request has a review, and is deployed when it is merged, while everything serves", async () => {
  const git = (...args: readonly string[]) =>
    newcomer.types("git", ["-c", "user.name=Ada", "-c", "user.email=ada@mine.org", ...args]);
  await git("checkout", "--quiet", "-b", "larger-bodies");
  newcomer.edits(
    "templates/edge/root/etc/nginx/nginx.conf.hbs",
    "client_max_body_size 64k;",
    "client_max_body_size 128k;",
  );
  await git("commit", "--quiet", "--all", "--message", "Take larger bodies");
  // As the job of the merge request does.
  const review = await types("review", "review", "--markdown", "--exit-code", "main");
  expect(review.status).toBe(0);
  expect(review.text).toContain("client_max_body_size 128k;");
  expect(review.text).toMatch(/bingo-reload-nginx/);

  await git("checkout", "--quiet", "main");
  await git("merge", "--quiet", "larger-bodies");
  const { failures } = await whileUsersCome({ urls: { http: https, https } }, 30, async () => {
    const { status, text } = await types("deploy once merged", "deploy", "--auto-approve");
    expect(text).toMatch(/edge.*bingo-reload-nginx/);
    expect(text).not.toMatch(/yandex_compute_instance\S*: (Destroying|Creating)/);
    expect(status).toBe(0);
  });
  expect(failures.filter((failure) => !wasClosed(failure))).toEqual([]);
  const lab = await Lab.attach(name);
  expect(await lab.machine("edge").succeed("nginx -T 2>/dev/null")).toContain("client_max_body_size 128k;");
});

it("8. npm run drift shows what somebody has changed by hand", async () => {
  await openedInConsole(paths, "cinema-database", 5432);
  expectOpenedPort(await types("drift", "drift"));
});

it("9. npm run destroy leaves nothing, once the config lets the data go", async () => {
  newcomer.edits("installation.yaml", "protected: true", "protected: false");
  cloud["LOSE_DATA_OF"] = "cinema";
  expect(await types("destroy", "destroy", "--auto-approve")).toMatchObject({ status: 0 });
  expect((await daemon.status()).counts).toEqual({});
});

import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as ask, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../../../config/paths";
import { endDeployment } from "../../../lab/cli/orphans";
import type { Engine } from "../../../lab/engine/engine";
import { until } from "../../../lab/until";
import { state as check } from "../../../script/doctor/checks/state";
import { accessKey, StateBucket } from "../../../script/state/bucket";
import { heldLocks } from "../../../script/state/locks";
import { signed } from "../../../script/state/signature";
import { engineWithProviders } from "../../support/engine/deployment";
import { LabApi } from "../../support/engine/lab-api";
import { LocalObjectStorage } from "../../support/engine/object-storage";
import { labPathsIn } from "../../support/lab/lab-paths-in";
import { LaptopCheckout, OWN_CONFIG } from "../../support/laptop-checkout";
import { exampleInstallation } from "../../support/synth";

// The state in a real S3 server, by the real cdktf, engine and provider, and the lab's cloud. There are no machines: the
// stack network needs none, and no other one begins before it.
jest.setTimeout(600_000);

let folder: string;
let storage: LocalObjectStorage;
let api: LabApi;
let engine: Engine;
let trusted: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "locks-"));
  [storage, api] = await Promise.all([LocalObjectStorage.start(), LabApi.start(folder)]);
  engine = await engineWithProviders(folder, api.settings);
  // Both vouch for themselves. Not AWS_CA_BUNDLE, with which the provider does not start (its own client of S3 takes no
  // certificates).
  trusted = join(folder, "trusted.pem");
  const both = [api.settings["SSL_CERT_FILE"], storage.access.caFile].map((path) => readFileSync(path ?? "", "utf8"));
  writeFileSync(trusted, both.join("\n"));
}, 600_000);
afterAll(async () => {
  await endDeployment(labPathsIn(folder));
  storage.stop();
  api.close();
  rmSync(folder, { recursive: true });
});

/** A checkout somewhere else, with the same installation. @param person whose it is */
function command(person: string, program: string, ...args: readonly string[]) {
  const installation = join(folder, "installation.yaml");
  writeFileSync(installation, `${OWN_CONFIG}state: ${JSON.stringify(storage.state("bingo"))}\n`);
  const { PATH, HOME } = process.env;
  return execa(program, args, {
    cwd: PROJECT_ROOT,
    env: {
      ...{ PATH, HOME },
      ...engine.settings,
      ...storage.environment,
      SSL_CERT_FILE: trusted,
      DEPLOY_INTO: "lab",
      LAB_SOCKET: labPathsIn(folder).socket,
      INSTALLATION: installation,
      CDKTF_OUTDIR: join(folder, `${person}.out`),
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
      TERRAFORM_BINARY_NAME: engine.path,
    },
    extendEnv: false,
    stdin: "ignore",
    reject: false,
    all: true,
  });
}

const deploy = (person: string) => command(person, "script/deploy", "--auto-approve");
const deployNetwork = (person: string) =>
  command(person, "script/cdktf", "deploy", "network", "--auto-approve", "--skip-provider-lock");
const unlock = (...args: readonly string[]) => command("ann", "node_modules/.bin/tsx", "script/unlock.ts", ...args);
const bucket = () => {
  const key = accessKey(storage.environment);
  if (key === undefined) throw new Error("expected a key");
  return new StateBucket(storage.state("bingo").objectStorage, key, storage.environment);
};

/** Waits until a deployment has begun to create something. */
const holdsTheLock = (): Promise<void> =>
  until(
    () =>
      api.cloud.calls.all().some(({ call }) => call === "PlacementGroupService/Create")
        ? { value: undefined }
        : { found: "no call" },
    "expected a deployment under way",
    { timeoutSeconds: 120, intervalSeconds: 0.1 },
  );

/** Removes a resource as somebody would in the console. */
async function removeGroup(): Promise<void> {
  const { id } = await api.named("PlacementGroupService", "placement_groups", "bingo-app-nodes");
  await api.byHand("PlacementGroupService/Delete", { placement_group_id: id });
}

const HELD = String.raw`the state of network is locked: \S+@\S+ has held it for apply since 20\S+Z`;

describe("two deployments at once", () => {
  it("the second one ends before it begins, and says who holds what since when; the first one ends well", async () => {
    api.cloud.faults.add({ kind: "slow", call: "PlacementGroupService/Create", seconds: 40, times: 1 });
    const first = deployNetwork("ann");
    await holdsTheLock();
    const second = await deploy("ben");
    expect(second.all).toMatch(new RegExp(`deploy: ${HELD}\n`));
    expect(second.all).toMatch(/\n {4}INSTALLATION=\S+ npm run unlock -- network$/m);
    expect(second.exitCode).toBe(1);
    expect(readdirSync(folder)).not.toContain("ben.out");
    const { exitCode, all } = await first;
    expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
    expect(await heldLocks(bucket())).toEqual([]);
    expect(JSON.parse(storage.read("bingo/network.tfstate") ?? "")).toMatchObject({ version: 4 });
  });
});

describe("a deployment that was killed", () => {
  it("leaves a lock, which the next one names with the command that lifts it; then that one ends well", async () => {
    await deployNetwork("ann");
    await removeGroup();
    api.changes();
    api.cloud.faults.add({ kind: "slow", call: "PlacementGroupService/Create", seconds: 3, times: 1 });
    const killed = deployNetwork("ann");
    await holdsTheLock();
    await endDeployment(labPathsIn(folder));
    expect((await killed).signal).toBe("SIGKILL");

    const next = await deploy("ben");
    expect(next.all).toMatch(new RegExp(HELD));
    expect(next.exitCode).toBe(1);
    // Exactly what it says is typed.
    const [, typed = ""] = /npm run unlock -- (\S+)$/m.exec(next.all ?? "") ?? [];
    expect(await unlock(typed)).toMatchObject({
      exitCode: 1,
      stderr: "unlock: expected a terminal to ask in, or --yes; found neither",
    });
    expect(await heldLocks(bucket())).toHaveLength(1);
    expect(await unlock(typed, "--yes")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^network: the lock of \S+@\S+ is lifted$/) as string,
    });
    expect(await unlock()).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/nothing is locked$/) as string,
    });
    expect(await unlock("network", "--yes")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/network is not locked$/) as string,
    });
    // What was being made is in no state: the doctor names it, and somebody has to remove it.
    await removeGroup();
    const { exitCode, all } = await deployNetwork("ben");
    expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
    expect(await heldLocks(bucket())).toEqual([]);
  });

  it("is named by a deployment that met the lock only in the engine, too", async () => {
    await bucket().writeNew("network.tfstate.tflock", lock("2026-11-26T20:46:55.6Z"));
    const { exitCode, stderr } = await command("ben", "node_modules/.bin/tsx", "script/locked.ts");
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: expect.stringMatching(
        /^the state of network is locked: ann@laptop has held it for plan since 2026-11-26T20:46:55.600Z\n/,
      ) as string,
    });
    await bucket().remove("network.tfstate.tflock");
  });
});

const lock = (Created: string): string =>
  JSON.stringify({ ID: "1-2", Who: "ann@laptop", Created, Operation: "OperationTypePlan", Path: "", Info: "" });

describe("the doctor", () => {
  const look = (endpoint?: string, env = storage.environment) =>
    check({ ...exampleInstallation(), state: storage.state("doctor", endpoint) }, env);

  it("finds a bucket that can be locked, and leaves nothing in it", async () => {
    expect(await look()).toEqual([
      { verdict: "ok", text: expect.stringMatching(/^lab\/doctor at https:\S+, which can be locked$/) as string },
    ]);
    expect(storage.names("doctor")).toEqual([]);
  });

  it.each<[string, (body: { AWS_SECRET_ACCESS_KEY: string }) => void, RegExp]>([
    ["a key that is wrong", (env) => (env.AWS_SECRET_ACCESS_KEY = "no"), /found status 403: SignatureDoesNotMatch$/],
    ["no key", (env) => (env.AWS_SECRET_ACCESS_KEY = ""), /^expected AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/],
  ])("finds %s", async (_, spoil, text) => {
    const env = { AWS_SECRET_ACCESS_KEY: "", ...storage.environment };
    spoil(env);
    expect(await look(undefined, env)).toMatchObject([
      { verdict: "wrong", text: expect.stringMatching(text) as string },
    ]);
  });

  it("finds no bucket", async () => {
    const state = storage.state("doctor");
    Object.assign(state.objectStorage, { bucket: "nobodys" });
    expect(await check({ ...exampleInstallation(), state }, storage.environment)).toMatchObject([
      { verdict: "wrong", text: expect.stringMatching(/found status 404: NoSuchBucket$/) as string },
    ]);
  });

  it("knows nothing of a service that does not answer", async () => {
    await expect(look("https://127.0.0.1:9")).rejects.toThrow("https://127.0.0.1:9 cannot be asked");
  });

  describe("of a service that ignores If-None-Match", () => {
    let careless: Server;
    let endpoint: string;
    beforeAll(async () => {
      careless = withoutConditions().listen(0, "127.0.0.1");
      await once(careless, "listening");
      endpoint = `https://127.0.0.1:${(careless.address() as AddressInfo).port}`;
    });
    afterAll(() => {
      careless.close();
    });

    it("says so", async () => {
      expect(await look(endpoint)).toMatchObject([
        {
          verdict: "wrong",
          text: expect.stringMatching(/\(If-None-Match\) did not: no lock would hold, and two deployments/) as string,
        },
      ]);
      expect(storage.names("doctor")).toEqual([]);
    });

    it("lets no deployment begin", async () => {
      const checkout = new LaptopCheckout();
      try {
        const state = storage.state("doctor", endpoint);
        checkout.write("installation.yaml", `${OWN_CONFIG}state: ${JSON.stringify(state)}\n`);
        const env = { ...storage.environment, DEPLOY_WITHOUT_DOCTOR: "" };
        const { exitCode, stdout, stderr } = await checkout.run("deploy", env, "--auto-approve");
        expect(stdout).toMatch(/WRONG +state .*\(If-None-Match\) did not/);
        expect(stderr).toMatch(/nothing was created/);
        expect(exitCode).toBe(1);
        expect(checkout.calls()).toEqual([]);
      } finally {
        checkout.remove();
      }
    });
  });
});

/** The same server, but for the header, which it does not know: each request is signed anew without it. */
function withoutConditions(): Server {
  const { endpoint, region } = storage.access;
  const key = accessKey(storage.environment);
  if (key === undefined) throw new Error("expected a key");
  return createServer(storage.tls, (request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const { method = "GET", url: path = "/" } = request;
      const unsigned = { method, url: new URL(path, endpoint), headers: {}, body: Buffer.concat(pieces).toString() };
      const headers = signed(unsigned, key, region);
      ask(unsigned.url, { method, headers, ca: storage.tls.cert }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      }).end(unsigned.body);
    });
  });
}

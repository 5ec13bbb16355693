import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../../../lab/engine/engine";
import { synthStacks } from "../../../support/synth";
import type { StackJson } from "../../../support/synth";
import { FakeDaemon } from "../../../support/engine/provider-daemon";
import { Deployment, engineWithProviders } from "../../../support/engine/provider-deployment";

// Each step starts the engine, which takes a second and more on a busy machine.
jest.setTimeout(120_000);

const scratch = mkdtempSync(join(tmpdir(), "provider-failures-"));
const daemon = new FakeDaemon(join(scratch, "daemon.sock"));
const network = synthStacks().network as StackJson;
let engine: Engine;
let deployment: Deployment;

beforeAll(async () => {
  await daemon.listen();
  engine = await engineWithProviders(scratch, { LAB_SOCKET: daemon.socket });
  deployment = new Deployment(engine, scratch);
  await deployment.write("network", network);
});
afterAll(async () => {
  await daemon.close();
  rmSync(scratch, { recursive: true });
});
afterEach(() => {
  daemon.interfere = () => undefined;
});

const refusing = (operation: string, type: string) => {
  daemon.interfere = (asked) =>
    asked.operation === operation && asked.type === type ? { error: "no more of these" } : undefined;
};

/** Addresses of a type in the state. */
const inState = async (type: string) =>
  (await deployment.resources("network")).filter((address) => address.startsWith(`${type}.`));

/** What the engine says and asks the daemon for, one line each. */
async function failureOf(doing: Promise<void>): Promise<string> {
  const failure = await doing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(failure instanceof Error)) throw new Error("expected a failure");
  return failure.message.replace(/\s+/g, " ");
}

it("a creation that fails leaves nothing in the state; the next deployment goes on from there", async () => {
  refusing("create", "yandex_vpc_gateway");
  expect(await failureOf(deployment.apply("network"))).toContain("Cannot create yandex_vpc_gateway");
  expect(await inState("yandex_vpc_gateway")).toEqual([]);
  expect(await inState("yandex_vpc_network")).toHaveLength(1);

  daemon.interfere = () => undefined;
  daemon.asked.length = 0;
  await deployment.apply("network");
  const made = daemon.asked.filter(({ operation }) => operation === "create").map(({ type }) => type);
  expect(made).toContain("yandex_vpc_gateway");
  expect(made).not.toContain("yandex_vpc_network");
  await deployment.expectNoChanges("network");
});

it("an update that fails leaves the state as it was", async () => {
  const renamed = structuredClone(network) as unknown as {
    resource: { yandex_vpc_gateway: Record<string, { name: string }> };
  };
  for (const gateway of Object.values(renamed.resource.yandex_vpc_gateway)) gateway.name = "mine";
  await deployment.write("network", renamed as unknown as StackJson);
  refusing("update", "yandex_vpc_gateway");
  expect(await failureOf(deployment.apply("network"))).toContain("Cannot update yandex_vpc_gateway");
  await deployment.write("network", network);
  await deployment.expectNoChanges("network");
});

it("what was created but is broken is replaced", async () => {
  const id = daemon.idOf("yandex_compute_placement_group", "bingo-app-nodes");
  daemon.resources.delete(id);
  daemon.interfere = ({ operation, planned }) =>
    operation === "create" ? { error: "half of it", state: { ...planned, id: "broken" } } : undefined;
  expect(await failureOf(deployment.apply("network"))).toContain("half of it");
  daemon.interfere = ({ operation, prior }) =>
    operation === "read" && prior?.id === "broken" ? { state: prior } : undefined;
  expect(await deployment.plan("network")).toEqual({ "yandex_compute_placement_group.app-nodes": "replace" });
  await deployment.apply("network");
  await deployment.expectNoChanges("network");
});

it("an answer that is not what was planned is an error", async () => {
  daemon.resources.delete(daemon.idOf("yandex_compute_placement_group", "bingo-app-nodes"));
  daemon.interfere = ({ operation, planned }) =>
    operation === "create" ? { state: { ...planned, id: "1", name: "another" } } : undefined;
  expect(await failureOf(deployment.apply("network"))).toMatch(
    /the answer does not fit the plan: .*planned was "bingo-app-nodes", the answer has "another"/,
  );
});

it("while the daemon is away each resource says so, and nothing is taken for gone", async () => {
  await daemon.close();
  const failure = await failureOf(deployment.apply("network"));
  expect(failure).toContain(`daemon does not listen at ${daemon.socket}`);
  expect(failure).toContain("Cannot read yandex_vpc_network");
  expect(await inState("yandex_vpc_network")).toHaveLength(1);
  await daemon.listen();
});

it("an interrupted deployment gives its creations up, and the next one goes on", async () => {
  await deployment.apply("network");
  daemon.resources.delete(daemon.idOf("yandex_compute_placement_group", "bingo-app-nodes"));
  const { arrived, givenUp } = daemon.hang("create");
  const running = spawn(engine.path, ["apply", "-auto-approve", "-input=false"], {
    cwd: deployment.home("network"),
    env: { ...process.env, ...engine.settings },
    stdio: "ignore",
  });
  const ended = once(running, "exit");
  await arrived;
  running.kill("SIGINT");
  await givenUp;
  expect(await ended).toEqual([1, null]);
  expect(await inState("yandex_compute_placement_group")).toEqual([]);
  await deployment.apply("network");
  await deployment.expectNoChanges("network");
});

it("a deletion that fails keeps the resource in the state", async () => {
  refusing("delete", "yandex_vpc_network");
  expect(await failureOf(deployment.destroy("network"))).toContain("Cannot delete yandex_vpc_network");
  expect(await deployment.resources("network")).toEqual(["yandex_vpc_network.network"]);
  daemon.interfere = () => undefined;
  await deployment.destroy("network");
  expect([...daemon.resources.keys()]).toEqual([]);
});

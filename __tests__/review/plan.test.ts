import { machinesFound, plannedOutputs, readPlan, reviewOfPlan } from "../../review/plan";
import { loadRules } from "../../review/replacement";
import { losses, losesSomething, report } from "../../review/report";
import type { JsonObject } from "../../config/json";
import { exampleMachines } from "../support/example";

const RULES = loadRules();
const VM = "yandex_compute_instance.vm";

interface Change {
  readonly address?: string;
  readonly actions?: readonly string[];
  readonly before?: JsonObject | null;
  readonly after?: JsonObject | null;
  readonly after_unknown?: JsonObject;
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  readonly reason?: string;
}

/** The report on a plan with one change. */
function reported(stack: string, one: Change, inUse = true) {
  const { address = VM, reason, actions = ["update"], before = {}, after = {}, ...more } = one;
  const change = { address, mode: "managed", type: address.split(".")[0], action_reason: reason };
  const text = JSON.stringify({ resource_changes: [{ ...change, change: { actions, before, after, ...more } }] });
  return report([reviewOfPlan(stack, readPlan(text), RULES, inUse)]);
}

const called = (...args: Parameters<typeof reported>) =>
  reported(...args).callouts.map(({ kind, why }) => `${kind}: ${why}`);
const REPLACED = ["delete", "create"];

it("says of an edge that is replaced what users notice, and that its history of metrics is lost", () => {
  const change = {
    actions: REPLACED,
    before: { id: "a", boot_disk: [{ initialize_params: [{ type: "network-hdd" }] }] },
    after: { boot_disk: [{ initialize_params: [{ type: "network-ssd" }] }] },
    after_unknown: { id: true },
    replace_paths: [["boot_disk", 0, "initialize_params", 0, "type"]],
  };
  const found = reported("edge", change);
  expect(found.callouts).toMatchObject([
    {
      kind: "replaced",
      why: "boot_disk.initialize_params.type; the service is away until the new one serves, some minutes; the history of metrics is lost",
      loses: "the history of metrics",
    },
  ]);
  expect(losses(found)).toHaveLength(1);
  // A pull request is no deployment: its red mark is for what nothing brings back.
  expect(losesSomething(found)).toBe(false);
  expect(losses(reported("app-1", change))).toEqual([]);
});

it("says that a machine stops for another size, in the provider's words", () => {
  const size = (cores: number) => ({ resources: [{ cores }] });
  expect(called("app-1", { before: size(2), after: size(4) })).toEqual([
    "stopped: resources.cores: stopped and started again; users notice nothing: the other app node serves, and follows only when this one does",
  ]);
});

it("does not take for a change what the cloud is yet to give", () => {
  const change = { before: { network_interface: [{ ip_address: "10.0.0.1" }] }, after: { network_interface: [{}] } };
  expect(called("edge", change)).toHaveLength(1);
  expect(called("edge", { ...change, after_unknown: { network_interface: [{ ip_address: true }] } })).toEqual([]);
});

it("says what a machine does about its new user-data", () => {
  const userData = exampleMachines().find(({ name }) => name === "edge")?.userData ?? "";
  const metadata = (text: string) => ({ metadata: { "user-data": text } });
  const after = userData.replace("--storage.tsdb.retention.time=15d", "--storage.tsdb.retention.time=16d");
  expect(called("edge", { before: metadata(userData), after: metadata(after) })).toEqual([
    "in place: restart prometheus.service: the graphs miss some seconds",
  ]);
});

it("says what is delivered anew, and nothing of deliveries to a new machine", () => {
  const address = "null_resource.delivery_9F1B6D11";
  const before = { triggers: { instance: "a", "tls.crt": "1", "tls.key": "2" } };
  const delivery = { address, actions: REPLACED, before, replace_paths: [["triggers"]] };
  expect(
    called("edge", { ...delivery, after: { triggers: { instance: "a", "tls.crt": "3", "tls.key": "4" } } }),
  ).toEqual([
    "in place: takes tls.crt, tls.key when it is delivered, instances of bingo one after the other: users notice nothing",
  ]);
  expect(called("edge", { ...delivery, after: { triggers: { instance: "b", "tls.crt": "3" } } })).toEqual([]);
});

it.each([
  ["yandex_compute_disk.disk", "a data disk"],
  ["yandex_vpc_address.address", "a public address"],
  ["yandex_dns_zone.zone", "a DNS zone"],
  ["tls_private_key.key", "a private key"],
])("finds the loss of %s, by replacement and by destruction", (address, loses) => {
  for (const actions of [REPLACED, ["delete"]]) {
    const found = reported("data", { address, actions, after: actions.length > 1 ? {} : null });
    expect(losses(found)).toMatchObject([{ kind: "lost", loses }]);
    expect(losesSomething(found)).toBe(true);
  }
  expect(losses(reported("data", { address, actions: ["create"], before: null }))).toEqual([]);
});

it("loses nothing of what was never there for a machine", () => {
  const tainted = { address: "yandex_vpc_address.address", actions: REPLACED, reason: "replace_because_tainted" };
  expect(losses(reported("network", tainted, false))).toEqual([]);
  expect(losses(reported("network", tainted, true))).toHaveLength(1);
});

it("forgives the replacement of a machine that somebody has marked, or whose creation failed", () => {
  const found = reported("edge", { actions: REPLACED, reason: "replace_because_tainted" });
  expect(found.callouts).toMatchObject([
    { kind: "replaced", why: expect.stringContaining("its creation failed, or it is to be made anew") as string },
  ]);
  expect(losses(found)).toEqual([]);
});

it("finds machines with their power, and outputs as they will be", () => {
  const plan = readPlan(
    JSON.stringify({
      prior_state: {
        values: {
          root_module: {
            resources: [
              { address: VM, type: "yandex_compute_instance", values: { id: "x", status: "stopped" } },
              { address: "null_resource.gate", type: "null_resource", values: { id: "1" } },
            ],
          },
        },
      },
      planned_values: { outputs: { known: { value: "a" }, unknown: {} }, root_module: {} },
    }),
  );
  expect(machinesFound(plan)).toEqual([{ address: VM, id: "x", status: "stopped" }]);
  expect([...plannedOutputs(plan)]).toEqual([
    ["known", "a"],
    ["unknown", undefined],
  ]);
  expect(machinesFound(readPlan("{}"))).toEqual([]);
});

import type { ResourceChange } from "../../review/changes";
import { compare } from "../../review/compare";
import type { RuleBook } from "../../review/replacement";
import { losesSomething, report } from "../../review/report";
import type { Json, JsonObject } from "../../config/json";
import { readStack, type Synthesized } from "../../review/tree";

const RULES: RuleBook = {
  yandex_compute_instance: {
    arguments: ["hostname", "boot_disk.initialize_params.image_id"],
    blockCounts: ["boot_disk"],
    stops: ["resources"],
    unseen: ["secondary_disk.device_name"],
  },
  yandex_compute_placement_group: { arguments: ["folder_id"], refused: ["placement_strategy_spread"] },
  yandex_dns_zone: { arguments: ["zone"], customized: ["public"] },
  yandex_compute_disk: { arguments: ["type"], whenSmaller: ["size"] },
  yandex_vpc_address: { arguments: ["external_ipv4_address.zone_id"] },
  yandex_vpc_subnet: { arguments: ["zone"] },
  null_resource: { arguments: ["triggers"] },
  tls_private_key: { arguments: ["*"] },
};

type Resources = Readonly<Record<string, JsonObject>>;

/** Stacks from resources by address. */
function app(
  stacks: Readonly<Record<string, Resources>>,
  outputs: Readonly<Record<string, JsonObject>> = {},
): Synthesized {
  return new Map(
    Object.entries(stacks).map(([name, resources]) => [
      name,
      readStack({ ...tree(resources), output: outputs[name] ?? {} }),
    ]),
  );
}

function tree(resources: Resources): JsonObject {
  const sections: Record<string, Record<string, Record<string, Json>>> = { resource: {}, data: {} };
  for (const [address, block] of Object.entries(resources)) {
    const [, data, type = "", name = ""] = /^(data\.)?([^.]+)\.(.+)$/.exec(address) ?? [];
    const section = sections[data ? "data" : "resource"] ?? {};
    section[type] = { ...section[type], [name]: block };
  }
  return sections;
}

function changes(before: Resources, after: Resources): ResourceChange[] {
  return compare(app({ stack: before }), app({ stack: after }), RULES).flatMap(({ resources }) => resources);
}

/** `address: action` of everything that changes. */
function actions(before: Resources, after: Resources): string[] {
  return changes(before, after).map(({ address, action }) => `${address}: ${action}`);
}

const VM = "yandex_compute_instance.vm";

describe("what is done to a resource", () => {
  it.each<[string, JsonObject, JsonObject, string[]]>([
    ["nothing", { hostname: "edge" }, { hostname: "edge" }, []],
    ["null is not set", { hostname: "edge", zone: null }, { hostname: "edge" }, []],
    ["an empty list is not set", { secondary_disk: [] }, {}, []],
    ["a block as an object or as a list of one", { boot_disk: { size: 1 } }, { boot_disk: [{ size: 1 }] }, []],
    ["an argument changed in place", { name: "a" }, { name: "b" }, [`${VM}: update`]],
    ["an argument that cannot be changed", { hostname: "a" }, { hostname: "b" }, [`${VM}: replace`]],
    ["such an argument set for the first time", {}, { hostname: "b" }, [`${VM}: replace`]],
    [
      "such an argument in a block in a list",
      { boot_disk: [{ initialize_params: { image_id: "1" } }] },
      { boot_disk: [{ initialize_params: { image_id: "2" } }] },
      [`${VM}: replace`],
    ],
    ["another number of blocks", { boot_disk: [{ mode: "rw" }] }, {}, [`${VM}: replace`]],
    ["user-data", { metadata: { "user-data": "a" } }, { metadata: { "user-data": "b" } }, [`${VM}: update`]],
    ["only what the engine reads", { depends_on: ["a.b"] }, { depends_on: ["a.c"] }, [`${VM}: none`]],
    ["a note of cdktf", { "//": { metadata: { path: "a" } } }, { "//": { metadata: { path: "b" } } }, []],
  ])("%s", (_, before, after, expected) => {
    expect(actions({ [VM]: before }, { [VM]: after })).toEqual(expected);
  });

  it.each([
    ["larger", 20, "update"],
    ["smaller", 5, "replace"],
  ])("a %s disk", (_, size, action) => {
    const disk = "yandex_compute_disk.data";
    expect(actions({ [disk]: { size: 10 } }, { [disk]: { size } })).toEqual([`${disk}: ${action}`]);
  });

  it("says when a machine is stopped for a change", () => {
    const [change] = changes({ [VM]: { resources: { cores: 2 } } }, { [VM]: { resources: { cores: 4 } } });
    expect(change?.arguments).toEqual([{ path: "resources.cores", before: 2, after: 4, effect: "stops" }]);
  });

  it("adds and destroys", () => {
    expect(actions({ "null_resource.old": {} }, { "null_resource.new": {} })).toEqual([
      "null_resource.new: create",
      "null_resource.old: destroy",
    ]);
  });

  it("takes a moved resource for the same", () => {
    const before = app({ stack: { "yandex_compute_disk.old": { size: 1 } } });
    const after = new Map([
      [
        "stack",
        readStack({
          ...tree({ "yandex_compute_disk.new": { size: 1 } }),
          moved: [{ from: "yandex_compute_disk.old", to: "yandex_compute_disk.new" }],
        }),
      ],
    ]);
    expect(compare(before, after, RULES)[0]?.resources).toMatchObject([
      { address: "yandex_compute_disk.new", action: "none", movedFrom: "yandex_compute_disk.old" },
    ]);
  });

  it.each<[string, Json]>([
    ["by name, with indexes", ["boot_disk[0].initialize_params[0].image_id"]],
    ["as a whole block", ["boot_disk"]],
    ["all", "all"],
  ])("honours ignore_changes: %s", (_, ignore_changes) => {
    const vm = (image_id: string): JsonObject => ({
      boot_disk: { initialize_params: { image_id } },
      lifecycle: { ignore_changes },
    });
    expect(actions({ [VM]: vm("1") }, { [VM]: vm("2") })).toEqual([`${VM}: none`]);
  });
});

describe("lists", () => {
  const GROUP = "yandex_vpc_security_group.edge";
  const rule = (port: number, description: string): JsonObject => ({ port, description, protocol: "TCP" });
  const argumentsOf = (before: Json, after: Json): unknown =>
    changes({ [GROUP]: { ingress: before } }, { [GROUP]: { ingress: after } })[0]?.arguments;

  it("shows a rule added in the middle as one rule", () => {
    expect(
      argumentsOf([rule(22, "ssh"), rule(80, "http")], [rule(22, "ssh"), rule(443, "https"), rule(80, "http")]),
    ).toEqual([{ path: "ingress", before: undefined, after: rule(443, "https"), effect: "in place" }]);
  });

  it("shows what changed in a rule", () => {
    expect(argumentsOf([rule(22, "ssh"), rule(80, "web")], [rule(22, "ssh"), rule(8080, "web")])).toEqual([
      { path: 'ingress["web"].port', before: 80, after: 8080, effect: "in place" },
    ]);
  });

  it("shows another order as that", () => {
    expect(argumentsOf([rule(22, "ssh"), rule(80, "web")], [rule(80, "web"), rule(22, "ssh")])).toMatchObject([
      { path: "ingress (order)" },
    ]);
  });
});

describe("a change is followed", () => {
  const trigger = (sha256: string): JsonObject => ({ triggers: { sha256 } });
  const vm: JsonObject = { hostname: "app-1", lifecycle: { replace_triggered_by: ["null_resource.user-data"] } };
  const gate: JsonObject = { triggers: { instance: `\${${VM}.id}` } };

  it("from the hash of user-data to the machine and its gate", () => {
    const resources = { [VM]: vm, "null_resource.gate": gate };
    const found = changes(
      { ...resources, "null_resource.user-data": trigger("1") },
      { ...resources, "null_resource.user-data": trigger("2") },
    );
    expect(found.map(({ address, action }) => `${address}: ${action}`)).toEqual([
      `${VM}: replace`,
      "null_resource.gate: replace",
      "null_resource.user-data: replace",
    ]);
    expect(found[0]?.triggers).toEqual([{ stack: "stack", address: "null_resource.user-data", what: "is replaced" }]);
    expect(found[1]?.arguments).toMatchObject([
      { path: "triggers.instance", cause: { address: VM, what: "is replaced" } },
    ]);
  });

  it("not from a trigger that is new: Terraform does not count its creation", () => {
    expect(actions({ [VM]: vm }, { [VM]: vm, "null_resource.user-data": trigger("1") })).toEqual([
      "null_resource.user-data: create",
    ]);
  });

  it("not to a value that the configuration sets and does not change", () => {
    const record = { data: [`\${${VM}.zone}`] };
    expect(
      actions(
        { [VM]: { hostname: "a", zone: "z" }, "yandex_dns_recordset.a": record },
        { [VM]: { hostname: "b", zone: "z" }, "yandex_dns_recordset.a": record },
      ),
    ).toEqual([`${VM}: replace`]);
  });

  it("in place, to where no replacement is needed", () => {
    const record = { data: [`\${${VM}.network_interface[0].nat_ip_address}`] };
    expect(
      actions(
        { [VM]: { hostname: "a" }, "yandex_dns_recordset.a": record },
        { [VM]: { hostname: "b" }, "yandex_dns_recordset.a": record },
      ),
    ).toEqual([`${VM}: replace`, "yandex_dns_recordset.a: update"]);
  });

  it("from a data source that looks for something else", () => {
    const resources = {
      [VM]: { boot_disk: { initialize_params: { image_id: "${data.yandex_compute_image.debian.id}" } } },
    };
    expect(
      actions(
        { ...resources, "data.yandex_compute_image.debian": { family: "debian-12" } },
        { ...resources, "data.yandex_compute_image.debian": { family: "debian-13" } },
      ),
    ).toEqual([`${VM}: replace`, "data.yandex_compute_image.debian: update"]);
  });

  it("not through an escaped reference", () => {
    const script = { metadata: { script: `echo $\${${VM}.id}` } };
    const other = "yandex_compute_instance.other";
    expect(actions({ [VM]: { hostname: "a" }, [other]: script }, { [VM]: { hostname: "b" }, [other]: script })).toEqual(
      [`${VM}: replace`],
    );
  });

  it("across stacks", () => {
    const input = "data.terraform_remote_state.cross-stack-reference-input-network";
    const stacks = (zone: string): Synthesized =>
      app(
        {
          network: { "yandex_vpc_subnet.apps": { zone } },
          "app-1": {
            [input]: { backend: "local" },
            "null_resource.gate": { triggers: { subnet: `\${${input}.outputs.cross-stack-output-subnet}` } },
          },
        },
        {
          network: { "cross-stack-output-subnet": { value: "${yandex_vpc_subnet.apps.id}" } },
          "app-1": { subnet: { value: `\${${input}.outputs.cross-stack-output-subnet}` } },
        },
      );
    const [appReview] = compare(stacks("a"), stacks("b"), RULES);
    const cause = { stack: "network", address: "yandex_vpc_subnet.apps", what: "is replaced" };
    expect(appReview?.resources).toMatchObject([
      { address: "null_resource.gate", action: "replace", arguments: [{ path: "triggers.subnet", cause }] },
    ]);
    expect(appReview?.outputs).toMatchObject([{ name: "subnet", cause }]);
  });
});

describe("callouts", () => {
  const callouts = (before: Resources, after: Resources): string[] =>
    report(compare(app({ stack: before }), app({ stack: after }), RULES)).callouts.map(
      ({ kind, address, why }) => `${kind}: ${address}: ${why}`,
    );

  it.each<[string, Resources, Resources, string]>([
    [
      "a data disk replaced",
      { "yandex_compute_disk.data": { type: "network-hdd" } },
      { "yandex_compute_disk.data": { type: "network-ssd", lifecycle: { prevent_destroy: true } } },
      "lost: yandex_compute_disk.data: is replaced (type): the data on it is gone, also of a machine that runs with it; prevent_destroy is set, so the engine will refuse",
    ],
    [
      "a data disk destroyed",
      { "yandex_compute_disk.data": { lifecycle: { prevent_destroy: true } } },
      {},
      "lost: yandex_compute_disk.data: is destroyed: the data on it is gone, also of a machine that runs with it",
    ],
    [
      "the strategy of a placement group",
      { "yandex_compute_placement_group.apps": { placement_strategy_spread: true } },
      { "yandex_compute_placement_group.apps": { placement_strategy_spread: false } },
      "refused: yandex_compute_placement_group.apps: placement_strategy_spread: the provider plans this and then refuses it; it cannot be changed",
    ],
    [
      "the name of a disk's device",
      { "yandex_compute_instance.db": { secondary_disk: [{ disk_id: "d", device_name: "old" }] } },
      { "yandex_compute_instance.db": { secondary_disk: [{ disk_id: "d", device_name: "new" }] } },
      "not reached: yandex_compute_instance.db: secondary_disk.device_name: the provider does not look at it in a machine that exists",
    ],
    [
      "a zone that becomes public",
      { "yandex_dns_zone.zone": { public: false } },
      { "yandex_dns_zone.zone": { public: true } },
      "lost: yandex_dns_zone.zone: is replaced (public): its names do not resolve until it is made anew",
    ],
    [
      "another public address",
      { "yandex_vpc_address.edge": { external_ipv4_address: { zone_id: "a" } } },
      { "yandex_vpc_address.edge": { external_ipv4_address: { zone_id: "b" } } },
      "lost: yandex_vpc_address.edge: is replaced (external_ipv4_address.zone_id): the service gets another public address",
    ],
    [
      "protection taken away",
      { "yandex_compute_disk.data": { lifecycle: { prevent_destroy: true } } },
      { "yandex_compute_disk.data": { lifecycle: { prevent_destroy: false } } },
      "unprotected: yandex_compute_disk.data: prevent_destroy is taken away",
    ],
    [
      "a machine replaced",
      { [VM]: { hostname: "a" } },
      { [VM]: { hostname: "b" } },
      `replaced: ${VM}: hostname; what it does is away meanwhile`,
    ],
    [
      "a machine stopped",
      { [VM]: { resources: { cores: 2 } } },
      { [VM]: { resources: { cores: 4 } } },
      `stopped: ${VM}: resources.cores: stopped and started again; what it does is away meanwhile`,
    ],
    [
      "user-data that nobody will read",
      { [VM]: { metadata: { "user-data": "a" } } },
      { [VM]: { metadata: { "user-data": "b" } } },
      `not reached: ${VM}: its user-data says of no file what follows, so it counts for new machines`,
    ],
  ])("%s", (_, before, after, expected) => {
    expect(callouts(before, after)).toContain(expected);
  });

  it("a stack that is gone from the app leaves its resources behind, and loses sight of its disk", () => {
    const disk = { "yandex_compute_disk.data": {} };
    const result = report(compare(app({ database: { ...disk, [VM]: {} } }), app({}), RULES));
    expect(result.callouts.map(({ kind }) => kind)).toEqual(["lost", "left behind"]);
    expect(result.totals).toEqual({
      create: 0,
      update: 0,
      replace: 0,
      destroy: 0,
      leftBehind: 2,
      machines: 0,
      disks: 0,
    });
    expect(losesSomething(result)).toBe(true);
  });

  it("a machine that is replaced loses nothing", () => {
    const result = report(
      compare(app({ s: { [VM]: { hostname: "a" } } }), app({ s: { [VM]: { hostname: "b" } } }), RULES),
    );
    expect(losesSomething(result)).toBe(false);
  });
});

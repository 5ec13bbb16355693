import { providerSchemas, schemaCheck } from "../support/schema";
import { synthStacks } from "../support/synth";
import type { StackJson } from "../support/synth";

const stacks = synthStacks();
const check = schemaCheck();

it.each(Object.keys(stacks))("%s is valid by the schemas of its providers", (name) => {
  expect(check(stacks[name] as StackJson)).toEqual([]);
});

describe("the check finds", () => {
  type Values = Record<string, unknown>;

  /** A stack with one machine, and what is wrong with it after a change. */
  function spoilt(change: (vm: Values) => unknown): string[] {
    const vm: Values = {
      name: "app-1",
      allow_stopping_for_update: true,
      boot_disk: { initialize_params: { size: 20 } },
      labels: { machine: "app-1" },
      network_interface: [{ subnet_id: "${yandex_vpc_subnet.private.id}" }],
      resources: { cores: 2, memory: "${1 + 1}" },
    };
    change(vm);
    const resource = { yandex_compute_instance: { vm } };
    return check({ resource, provider: {}, terraform: { backend: {}, required_providers: {} } });
  }

  it("nothing, when all is well", () => {
    expect(spoilt(() => undefined)).toEqual([]);
  });

  it.each<[string, (vm: Values) => unknown, string]>([
    ["an unknown argument", (vm) => (vm.colour = "red"), "/colour: the schema does not know it"],
    [
      "an unknown argument in a block",
      (vm) => (vm.boot_disk = { colour: "red" }),
      "/boot_disk/colour: the schema does not know it",
    ],
    ["a missing argument", (vm) => (vm.network_interface = [{}]), "/network_interface/0/subnet_id: missing"],
    ["a missing block", (vm) => delete vm.boot_disk, "/boot_disk: missing"],
    ["too few of a block", (vm) => (vm.network_interface = []), "/network_interface: 0 blocks, expected at least 1"],
    ["too many of a block", (vm) => (vm.boot_disk = [{}, {}]), "/boot_disk: 2 blocks, expected at most 1"],
    ["a number for a text", (vm) => (vm.name = 1), "/name: expected string, found 1"],
    [
      "a text for a number",
      (vm) => (vm.resources = { cores: "two", memory: 2 }),
      '/resources/cores: expected no text, or a reference, found "two"',
    ],
    [
      "a number for a truth",
      (vm) => (vm.allow_stopping_for_update = 1),
      "/allow_stopping_for_update: expected boolean, found 1",
    ],
    ["a list for a map", (vm) => (vm.labels = ["blue"]), '/labels: expected object, found ["blue"]'],
    ["a number in a map of texts", (vm) => (vm.labels = { year: 1999 }), "/labels/year: expected string, found 1999"],
    ["a value that only the provider sets", (vm) => (vm.fqdn = "a.b"), "/fqdn: only the provider sets it"],
  ])("%s", (_, change, wanted) => {
    expect(spoilt(change)).toEqual([`resource/yandex_compute_instance/vm${wanted}`]);
  });

  it("an unknown type of resource", () => {
    const stack = { resource: { yandex_lb: {} }, provider: {}, terraform: { backend: {}, required_providers: {} } };
    expect(check(stack)).toEqual(["resource/yandex_lb: the schema does not know it"]);
  });
});

it("the committed schemas hold the types in use, and no others", () => {
  const used = Object.values(stacks).flatMap(({ resource = {}, data = {} }) =>
    Object.keys(resource).concat(Object.keys(data).filter((type) => type !== "terraform_remote_state")),
  );
  const held = Object.values(providerSchemas()).flatMap(({ resource_schemas, data_source_schemas }) =>
    Object.keys(resource_schemas).concat(Object.keys(data_source_schemas)),
  );
  expect(held.sort()).toEqual([...new Set(used)].sort());
});

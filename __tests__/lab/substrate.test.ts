import { isVirtual, machineKind, virtualNames } from "../../lab/substrate";

it.each(["container", "vm", "vm:db", "vm:app-1,edge"])("takes machines of kind %s", (kind) => {
  expect(machineKind(kind)).toBe(kind);
});

it.each(["", "vms", "vm:", "vm:db,", "vm: db", "container:db"])("refuses machines of kind %j", (kind) => {
  expect(() => machineKind(kind)).toThrow(
    `machines: expected container, vm, or vm: with names of machines (vm:db,edge), found ${kind}`,
  );
});

it("tells which machines are virtual", () => {
  expect(["container", "vm", "vm:db,edge"].map((kind) => isVirtual(machineKind(kind)))).toEqual([false, true, true]);
  expect(["db", "app-1", "edge"].map((name) => isVirtual("vm:db,edge", name))).toEqual([true, false, true]);
  expect([isVirtual("vm", "db"), isVirtual("container", "db")]).toEqual([true, false]);
  expect([virtualNames("vm:db,edge"), virtualNames("vm"), virtualNames("container")]).toEqual([["db", "edge"], [], []]);
});

import type { LabStatus } from "../cloud/protocol";
import { type MachineDescription, virtualNames } from "../substrate";
import { columns } from "../../script/columns";

/** Describes a lab in lines for the terminal. */
export function statusLines({ name, pid, addresses, machineKind, counts, machines }: LabStatus): readonly string[] {
  const sorted = [...machines].sort((a, b) => (a.name < b.name ? -1 : 1));
  const rows = sorted.map(({ name, state, address, uptimeSeconds }) => [
    name,
    state,
    address,
    state === "running" ? duration(uptimeSeconds) : "",
  ]);
  const resources = Object.entries(counts).map(([type, count]) => `${count} ${type.replace("yandex_", "")}`);
  return [
    `lab ${name}: daemon ${pid}, public addresses in ${addresses.internet}, machines are ${kindOf(machineKind)}`,
    ...columns([["machine", "state", "address", "up for"], ...rows]),
    `resources: ${resources.join(", ") || "none"}`,
  ];
}

function kindOf({ kind, accelerator }: MachineDescription): string {
  if (kind === "container") return "containers";
  const virtual = accelerator === "kvm" ? "virtual machines (KVM)" : "virtual machines, without KVM: slow";
  return kind === "vm" ? virtual : `containers, but for ${virtualNames(kind).join(", ")}: ${virtual}`;
}

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${Math.floor(seconds)} s` : `${minutes} min ${Math.floor(seconds % 60)} s`;
}

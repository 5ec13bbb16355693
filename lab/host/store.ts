import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Accelerator, Disk, Impairment, MachineKind, MachineSpec, SecurityGroup, Subnet } from "../substrate";
import { label } from "./names";

/** Record of a machine. */
export interface MachineRecord {
  readonly spec: MachineSpec;
  /** Lower folders of its overlay, uppermost first. */
  readonly lower: readonly string[];
  /** State that the last call asked for. A machine that should run and does not has crashed or powered itself off. */
  readonly wanted: "running" | "stopped" | "crashed";
  readonly cut: boolean;
  readonly impairment: Impairment;
}

/** How a lab's virtual machines boot. */
export interface VirtualHardware {
  readonly accelerator: Accelerator;
  /** Layer with the kernel and what else a cloud's image has, over the base. */
  readonly layer: string;
}

/** State of a lab, as JSON files in its folder. Nothing is kept in memory, so that a new process can go on with it. */
export class HostStore {
  readonly subnets: Collection<Subnet>;
  readonly groups: Collection<SecurityGroup>;
  readonly disks: Collection<Disk>;
  readonly machines: Collection<MachineRecord>;
  /** Links of the clients, by name. */
  readonly clients: Collection<{ readonly name: string; readonly address: string }>;

  constructor(readonly folder: string) {
    this.subnets = new Collection(join(folder, "subnets"));
    this.groups = new Collection(join(folder, "groups"));
    this.disks = new Collection(join(folder, "disks"));
    this.machines = new Collection(join(folder, "machines"));
    this.clients = new Collection(join(folder, "clients"));
  }

  /** The lab's slot (see LabAddresses); undefined before its network was made. */
  slot(): number | undefined {
    return read(join(this.folder, "slot.json")) as number | undefined;
  }

  /** Folder of the root that machines and clients of this lab stand on. */
  base(): string | undefined {
    return read(join(this.folder, "base.json")) as string | undefined;
  }

  /** @throws when the lab was never up. */
  requiredBase(): string {
    const base = this.base();
    if (base === undefined) throw new Error(`lab in ${this.folder}: expected it to be up, found no root for machines`);
    return base;
  }

  /** What the lab's machines are. Those that were made before there was a choice are containers. */
  machineKind(): MachineKind {
    return (read(join(this.folder, "machine-kind.json")) as MachineKind | undefined) ?? "container";
  }

  setMachineKind(kind: MachineKind): void {
    write(join(this.folder, "machine-kind.json"), kind);
  }

  /** Undefined in a lab of containers, and before the first start. */
  virtualHardware(): VirtualHardware | undefined {
    return read(join(this.folder, "virtual-hardware.json")) as VirtualHardware | undefined;
  }

  setVirtualHardware(hardware: VirtualHardware): void {
    write(join(this.folder, "virtual-hardware.json"), hardware);
  }

  setBase(base: string): void {
    write(join(this.folder, "base.json"), base);
  }

  setSlot(slot: number): void {
    write(join(this.folder, "slot.json"), slot);
  }
}

/** Values by id, as `<folder>/<label of the id>/record.json`. Other files of a value may lie beside it. */
export class Collection<T> {
  constructor(private readonly root: string) {}

  folder(id: string): string {
    return join(this.root, label(id));
  }

  get(id: string): T | undefined {
    return read(join(this.folder(id), "record.json")) as T | undefined;
  }

  set(id: string, value: T): void {
    write(join(this.folder(id), "record.json"), value);
  }

  /** Removes the value and everything beside it. */
  remove(id: string): void {
    rmSync(this.folder(id), { recursive: true, force: true });
  }

  all(): readonly T[] {
    let names: string[] = [];
    try {
      names = readdirSync(this.root).sort();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
    return names.flatMap((name) => (read(join(this.root, name, "record.json")) as T | undefined) ?? []);
  }
}

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Replaces a file: a reader, or a process after a crash, finds the old value or the new one. */
function write(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(value, undefined, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

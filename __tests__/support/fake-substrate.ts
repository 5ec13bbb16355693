import type {
  Disk,
  ExecOptions,
  ExecResult,
  MachineSpec,
  MachineStatus,
  MachineVerb,
  SecurityGroup,
  Subnet,
  Substrate,
  SubstrateDisks,
  SubstrateMachines,
  SubstrateNetwork,
} from "../../lab/substrate";

type State = MachineStatus["state"];

/** What a machine is after a verb; the others leave its power as it is. */
const STATES: Readonly<Partial<Record<MachineVerb, State>>> = { start: "running", stop: "stopped", crash: "crashed" };

/** A machine room in memory. Shows what it was told, and does on demand what a real one seldom does. */
export class FakeSubstrate implements Substrate {
  readonly subnets = new Map<string, Subnet>();
  readonly groups = new Map<string, SecurityGroup>();
  readonly volumes = new Map<string, Disk>();
  readonly specs = new Map<string, MachineSpec>();
  readonly states = new Map<string, State>();
  records: Readonly<Record<string, readonly string[]>> = {};
  /** Verbs with machine names, in their order: `stop app-1`. */
  readonly log: string[] = [];
  /** The next createMachine rejects with this. */
  failure: Error | undefined;
  /** createMachine waits for it. */
  gate: Promise<void> = Promise.resolve();
  /** What exec answers. */
  answer: (command: readonly string[], machine: string, options?: ExecOptions) => ExecResult = () => ({
    status: 0,
    stdout: "",
    stderr: "",
  });

  readonly network: SubstrateNetwork = {
    setSubnet: (subnet) => {
      this.subnets.set(subnet.id, subnet);
      return Promise.resolve();
    },
    removeSubnet: (id) => {
      this.subnets.delete(id);
      return Promise.resolve();
    },
    setSecurityGroup: (group) => {
      this.groups.set(group.id, group);
      return Promise.resolve();
    },
    removeSecurityGroup: (id) => {
      this.groups.delete(id);
      return Promise.resolve();
    },
    setRecords: (records) => {
      this.records = records;
      return Promise.resolve();
    },
  };

  readonly disks: SubstrateDisks = {
    set: (disk) => {
      this.volumes.set(disk.id, disk);
      return Promise.resolve();
    },
    remove: (id) => {
      this.volumes.delete(id);
      return Promise.resolve();
    },
  };

  readonly machines: SubstrateMachines = {
    list: () =>
      Promise.resolve(
        [...this.specs.values()].map(({ id, name, address }) => {
          return { id, name, address, state: this.states.get(id) ?? "running", uptimeSeconds: 12 };
        }),
      ),

    create: async (machine) => {
      this.specs.set(machine.id, machine);
      await this.gate;
      if (this.failure) throw this.failure;
      this.states.set(machine.id, "running");
      await this.note(`create ${machine.name}`);
    },

    update: (machine) => {
      this.specs.set(machine.id, machine);
      return this.note(`update ${machine.name}`);
    },

    remove: (id) => {
      const name = this.nameOf(id);
      this.specs.delete(id);
      this.states.delete(id);
      return this.note(`remove ${name}`);
    },

    act: (id, action) => {
      if (typeof action !== "string") return this.note(`impair ${this.nameOf(id)} ${action.loss} ${action.delayMs}`);
      const state = STATES[action];
      if (state !== undefined) this.states.set(id, state);
      return this.note(`${action} ${this.nameOf(id)}`);
    },

    exec: (id, command, options) => Promise.resolve(this.answer(command, this.nameOf(id), options)),
  };

  up(): Promise<void> {
    return this.note("up");
  }

  down(): Promise<void> {
    return this.note("down");
  }

  private nameOf(id: string): string {
    return this.specs.get(id)?.name ?? id;
  }

  private note(line: string): Promise<void> {
    this.log.push(line);
    return Promise.resolve();
  }
}

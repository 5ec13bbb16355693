import { commandCase, type Sequence } from "../alert-case";

/** Instances and machines go away under the load of users. */
export const INSTANCES: Sequence = [
  commandCase({
    what: "an instance is stopped, and stays so",
    alerts: ["InstanceUnhealthy", "InstanceFails"],
    machine: "app-1",
    cause: stopped("bingo-1"),
    cure: started("bingo-1"),
  }),
  commandCase({
    what: "both instances of a node are stopped",
    alerts: ["NodeWithoutInstances"],
    machine: "app-1",
    cause: stopped("bingo-1", "bingo-2"),
    cure: started("bingo-1", "bingo-2"),
  }),
  commandCase({
    what: "the state of the instances is not written any more",
    alerts: ["InstancesUnknown"],
    machine: "app-1",
    cause: "systemctl stop bingo-metrics.timer",
    cure: "systemctl start bingo-metrics.timer",
  }),
  {
    what: "a machine loses power",
    alerts: ["MachineDown"],
    cause: (lab) => lab.machine("app-1").crash(),
    cure: (lab) => lab.machine("app-1").start(),
  },
];

/** An instance grows old, which takes as long as all other cases together. */
export const OLD_INSTANCE: Sequence = [
  commandCase({
    what: "an instance is not recycled",
    alerts: ["InstanceOld"],
    machine: "app-2",
    cause: "systemctl stop bingo-recycle@bingo-2.timer",
    cure: "systemctl start bingo-recycle@bingo-2.timer && docker restart --time 1 bingo-2",
  }),
];

/** Stops instances, with what would start one again when its time to be recycled comes. */
function stopped(...names: readonly string[]): string {
  return `systemctl stop ${timers(names)} 'bingo-recycle@*.service'; docker stop ${names.join(" ")}`;
}

function started(...names: readonly string[]): string {
  return `docker start ${names.join(" ")}; systemctl start ${timers(names)}`;
}

function timers(names: readonly string[]): string {
  return names.map((name) => `bingo-recycle@${name}.timer`).join(" ");
}

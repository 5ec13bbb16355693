import { z } from "zod";
import type { SnapshotSchedule } from "../kinds";
import { Refusal } from "../refusal";
import { methods } from "./collection";
import { common, fresh, naming } from "./fields";
import { type Begun, type Room, type Service, taking } from "./service";

const duration = z.strictObject({ seconds: z.int().default(0), nanos: z.int().default(0) });
const policy = z.strictObject({ start_at: duration.optional(), expression: z.string() });
const snapshot = z.strictObject({
  description: z.string().default(""),
  labels: z.record(z.string(), z.string()).default({}),
});
const fields = {
  ...naming,
  schedule_policy: policy,
  snapshot_spec: snapshot.default({ description: "", labels: {} }),
  snapshot_count: z.int().optional(),
  retention_period: duration.optional(),
};
const byId = z.object({ snapshot_schedule_id: z.string() });
const KIND = "compute_snapshot_schedule";

/** Schedules of snapshots. The lab keeps them and takes no snapshots. */
export function snapshotSchedules(room: Room): Service {
  const { store } = room;
  // encode() leaves disk_ids out: the API's schedule has no such field.
  const show = (schedule: SnapshotSchedule): object => schedule;
  const { questions, changes } = methods(room, {
    kind: KIND,
    idField: "snapshot_schedule_id",
    listField: "snapshot_schedules",
    create: z.strictObject({ ...common, ...fields, disk_ids: z.array(z.string()).default([]) }),
    update: { ...fields, schedule_policy: policy.optional() },
    make: ({ schedule_policy, snapshot_spec, snapshot_count, retention_period, disk_ids, ...named }) => ({
      ...fresh("fd8", named),
      status: "ACTIVE",
      schedule_policy,
      snapshot_spec,
      ...(snapshot_count !== undefined && { snapshot_count }),
      ...(retention_period && { retention_period }),
      disk_ids,
    }),
    change: (schedule, changed) => {
      const given = Object.entries(changed).filter(([, value]) => value !== undefined);
      // One of both: the schedule keeps a number of snapshots, or those of a time.
      const policies = ["snapshot_count", "retention_period"];
      const anew = policies.some((name) => name in changed);
      const kept = Object.entries(schedule).filter(([name]) => !anew || !policies.includes(name));
      return Object.fromEntries([...kept, ...given]) as unknown as SnapshotSchedule;
    },
    takes: { snapshotSchedules: 1 },
    check: ({ disk_ids }, before) => {
      // Later one of its disks may have been deleted: see ListDisks.
      if (before) return;
      for (const id of disk_ids) store.get("compute_disk", id);
    },
    show,
  });
  const edit = z.strictObject({
    snapshot_schedule_id: z.string(),
    add: z.array(z.string()).default([]),
    remove: z.array(z.string()).default([]),
  });
  const toggle = (status: SnapshotSchedule["status"]) =>
    taking(byId, ({ snapshot_schedule_id }): Begun => {
      const schedule = { ...store.get(KIND, snapshot_schedule_id), status };
      return { metadata: { snapshot_schedule_id }, work: () => put(schedule) };
    });
  return {
    name: "compute.v1.SnapshotScheduleService",
    questions: {
      ...questions,
      ListDisks: taking(byId, ({ snapshot_schedule_id }) => {
        const { disk_ids } = store.get(KIND, snapshot_schedule_id);
        return { disks: disk_ids.flatMap((id) => store.find("compute_disk", id) ?? []) };
      }),
    },
    changes: {
      ...changes,
      UpdateDisks: taking(edit, ({ snapshot_schedule_id, add, remove }): Begun => {
        const schedule = store.get(KIND, snapshot_schedule_id);
        for (const id of add) store.get("compute_disk", id);
        const lacking = remove.find((id) => !schedule.disk_ids.includes(id));
        if (lacking !== undefined) throw new Refusal(`disk ${lacking} is not in the schedule`, "NOT_FOUND");
        const kept = schedule.disk_ids.filter((id) => !remove.includes(id) && !add.includes(id));
        return { metadata: { snapshot_schedule_id }, work: () => put({ ...schedule, disk_ids: [...kept, ...add] }) };
      }),
      Enable: toggle("ACTIVE"),
      Disable: toggle("INACTIVE"),
    },
  };

  function put(schedule: SnapshotSchedule): object {
    store.put(KIND, schedule);
    return show(schedule);
  }
}

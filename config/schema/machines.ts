import { z } from "zod";
import { text, wholeNumber } from "./fields";

export const DISK_TYPES = ["network-ssd", "network-hdd", "network-ssd-nonreplicated", "network-ssd-io-m3"] as const;
/** The cloud sells disks of these types in units. */
export const TYPES_IN_UNITS: readonly string[] = ["network-ssd-nonreplicated", "network-ssd-io-m3"];
export const DISK_UNIT_GB = 93;
export const DISK_MAX_GB = 8192;

const diskType = (description: string) =>
  z
    .enum(DISK_TYPES)
    .meta({ description, allowed: DISK_TYPES.join(", ") })
    .default("network-ssd");

const diskGb = (minimum: number, description: string) => wholeNumber(minimum, DISK_MAX_GB, { description, unit: "GB" });

function fitsDiskType(type: unknown, sizeGb: unknown): boolean {
  if (typeof type !== "string" || !TYPES_IN_UNITS.includes(type)) return true;
  return typeof sizeGb !== "number" || sizeGb % DISK_UNIT_GB === 0;
}

const isMapping = ({ value }: z.core.ParsePayload): boolean => typeof value === "object" && value !== null;

interface Size {
  readonly cores: number;
  readonly memoryGb: number;
  readonly diskGb: number;
  /** Whether another machine does the same. Without one, the cloud may not stop it. @default false */
  readonly redundant?: boolean;
}

function machine(description: string, size: Size) {
  return z
    .strictObject({
      cores: z
        .int()
        .min(2)
        .max(96)
        .multipleOf(2)
        .meta({ description: "Virtual CPUs, all of them in full.", allowed: "an even number from 2 to 96" })
        .default(size.cores),
      memoryGb: z
        .int()
        .min(2)
        .meta({ description: "Memory.", unit: "GB", allowed: "a whole number, 1 to 8 for each core" })
        .default(size.memoryGb),
      diskGb: diskGb(10, "Size of the boot disk.").default(size.diskGb),
      diskType: diskType("Type of the boot disk."),
      preemptible: z
        .boolean()
        .meta({
          description:
            "Cheaper, but the cloud stops the machine at any time, and after 24 hours at the latest. For app nodes alone.",
          allowed: "true or false",
        })
        .default(false),
    })
    .superRefine(
      ({ cores, memoryGb, diskType, diskGb, preemptible }, context) => {
        if (typeof preemptible === "boolean" && preemptible && !size.redundant) {
          const message = "false: nobody is served while this machine is stopped";
          context.addIssue({ code: "custom", path: ["preemptible"], message });
        }
        if (typeof cores === "number" && typeof memoryGb === "number" && (memoryGb < cores || memoryGb > 8 * cores)) {
          const range = `${cores} to ${8 * cores}`;
          const message = `a whole number from ${range}: 1 to 8 GB for each of ${cores} cores`;
          context.addIssue({ code: "custom", path: ["memoryGb"], message });
        }
        if (!fitsDiskType(diskType, diskGb)) {
          context.addIssue({
            code: "custom",
            path: ["diskGb"],
            message: `a multiple of ${DISK_UNIT_GB} for ${diskType}`,
          });
        }
      },
      { when: isMapping },
    )
    .meta({ description });
}

const dataDisk = z
  .strictObject({
    sizeGb: diskGb(
      20,
      "Size of the data disk. It decides the speed: network-ssd gives 1000 write IOPS for each 32 GB.",
    ).default(96),
    type: diskType("Type of the data disk."),
    existing: text(/^[a-z0-9]{20}$/, {
      description:
        "Id of a disk of an earlier installation, whose state is lost: it is used as it is, and never changed or destroyed. Without it a disk is made.",
      allowed: "a disk's id: 20 lower-case letters and digits",
    }).exactOptional(),
    snapshotDays: wholeNumber(0, 365, {
      description: "A snapshot of the disk is made every night and kept so long; 0: none is made.",
      unit: "days",
    }).default(7),
    protected: z
      .boolean()
      .meta({
        description:
          "Terraform refuses to destroy the disk (prevent_destroy). Set it to false first if the data may go.",
        allowed: "true or false",
      })
      .default(true),
  })
  .superRefine(
    ({ type, sizeGb }, context) => {
      if (fitsDiskType(type, sizeGb)) return;
      context.addIssue({ code: "custom", path: ["sizeGb"], message: `a multiple of ${DISK_UNIT_GB} for ${type}` });
    },
    { when: isMapping },
  )
  .meta({ description: "The disk with the data. It survives the replacement of its machine." })
  .prefault({});

const database = machine("PostgreSQL and pgbouncer.", { cores: 2, memoryGb: 8, diskGb: 20 })
  .safeExtend({ dataDisk })
  .meta({ description: "PostgreSQL and pgbouncer." });

/** Sizes of the machines. */
export const machines = z
  .strictObject({
    edge: machine("nginx and Prometheus.", { cores: 2, memoryGb: 2, diskGb: 20 }).prefault({}),
    appNode: machine("Each of the two app nodes.", { cores: 2, memoryGb: 2, diskGb: 20, redundant: true }).prefault({}),
    database: database.prefault({}),
  })
  .meta({ description: "Sizes of the machines." })
  .prefault({});

/** What every machine has: its cores, memory, boot disk, and whether the cloud may stop it. */
export type MachineSize = Readonly<z.output<ReturnType<typeof machine>>>;

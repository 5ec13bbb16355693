import { createHash } from "node:crypto";
import type { MachineDefinition } from "../../../cloud-init/machines";
import { appNodeAddresses, machines } from "../../../cloud-init/machines";
import { renderUserData } from "../../../cloud-init/render";
import { appNodeValues, databaseValues, edgeValues } from "../../../cloud-init/values";
import type { Installation } from "../../../config/schema";

/** HCL by the text that stands for it while TypeScript makes the stacks. */
const expressions = new Map<string, string>();

/** A text that occurs nowhere else, for an expression in HCL. */
function placeholder(name: string, expression = `var.${name}`): string {
  const text = `HCL-${name.replaceAll(/[._]/g, "-")}-LCH`;
  expressions.set(text, expression);
  return text;
}

/** Where the type is that of a checked config, which this one is not. */
const number = (name: string, expression?: string): number => placeholder(name, expression) as unknown as number;

const size = (name: string) => ({
  cores: number(`${name}.cores`),
  memoryGb: number(`${name}.memory_gb`),
  diskGb: number(`${name}.disk_gb`),
  diskType: placeholder(`${name}.disk_type`) as "network-ssd",
  preemptible: false,
});

const EMAIL = placeholder("student_email");
const KEYS = placeholder("ssh_public_keys");
const DOMAIN = placeholder("domain");
const SOURCES = placeholder("ssh_sources");

expressions.set(createHash("sha1").update(EMAIL).digest("hex").slice(0, 10), "substr(sha1(var.student_email), 0, 10)");

/** As cloud-init/postgres.ts computes them. */
const MEMORY_MB = "var.database.memory_gb * 1024";
const POSTGRES = {
  sharedBuffersMb: number("shared_buffers", `min(8192, max(128, floor(${MEMORY_MB} / 4)))`),
  effectiveCacheSizeMb: number("effective_cache_size", `max(512, floor(${MEMORY_MB} * 0.67))`),
  maintenanceWorkMemMb: number("maintenance_work_mem", `min(1024, max(64, floor(${MEMORY_MB} / 16)))`),
  workMemMb: number("work_mem", `min(64, max(4, floor(${MEMORY_MB} / 256)))`),
  maxWorkerProcesses: number("max_worker_processes", "max(8, 2 * var.database.cores)"),
  maxParallelWorkersPerGather: number("max_parallel", "min(4, max(1, floor(var.database.cores / 2)))"),
  maxWalSizeGb: number("max_wal_size", "var.database.memory_gb < 4 ? 2 : 4"),
};

/** The installation with a placeholder in place of each variable, beside machines whose documents have them, too. */
export function withPlaceholders(example: Installation): {
  readonly installation: Installation;
  readonly machines: readonly MachineDefinition[];
} {
  const installation: Installation = {
    ...example,
    name: placeholder("name"),
    domain: DOMAIN,
    bingo: {
      ...example.bingo,
      studentEmail: EMAIL,
      // A URL all the same: its port is looked at.
      binary: { url: `https://${placeholder("binary_url").toLowerCase()}/`, sha256: placeholder("binary_sha256") },
    },
    cloud: {
      zone: placeholder("zone"),
      imageFamily: placeholder("image_family"),
      platformId: placeholder("platform_id"),
    },
    ssh: { sources: [SOURCES], publicKeys: [KEYS] },
    machines: {
      edge: size("edge"),
      appNode: size("app_node"),
      database: {
        ...size("database"),
        dataDisk: {
          ...example.machines.database.dataDisk,
          sizeGb: number("data_disk.size_gb"),
          type: placeholder("data_disk.type") as "network-ssd",
        },
      },
    },
    labels: {},
  };
  expressions.set(`https://${placeholder("binary_url").toLowerCase()}/`, "var.binary_url");
  // What is computed from sizes needs real ones; it is replaced afterwards.
  const computed: Installation = { ...installation, machines: example.machines };
  const nodes = appNodeAddresses(installation);
  const each = example.bingo.instancesPerNode;
  const cpus = `format("%.2f", min(var.app_node.cores, 0.9 * var.app_node.cores / ${each}))`;
  const memory = `floor((var.app_node.memory_gb * 1024 - 512) / ${each})`;
  return {
    installation,
    machines: machines(installation).map((machine) => ({
      ...machine,
      userData: (key) => {
        switch (machine.role) {
          case "edge":
            return renderUserData("edge", { ...edgeValues(computed, nodes, key), cores: number("edge.cores") });
          case "database": {
            const values = databaseValues(computed, nodes, key);
            return renderUserData("database", { ...values, cores: number("database.cores"), postgres: POSTGRES });
          }
          case "app-node": {
            const values = appNodeValues(
              computed,
              nodes,
              nodes.findIndex(({ name }) => name === machine.name),
              key,
            );
            return renderUserData("app-node", {
              ...values,
              instanceMemoryMb: number("instance_memory_mb", memory),
              instanceCpus: placeholder("instance_cpus", cpus),
            });
          }
        }
      },
    })),
  };
}

/** HCL in which expressions of variables stand where their placeholders did. @throws when one is left */
export function withVariables(hcl: string): string {
  // Arguments, and between them heredocs: the machines' documents.
  const parts = hcl.split(/(<<EOF\n[\s\S]*?^EOF$)/m);
  let text = parts.map((part, index) => (index % 2 === 0 ? inArguments(part) : inDocument(part))).join("");
  for (const [name, expression] of expressions) text = text.replaceAll(name, () => `\${${expression}}`);
  const left = /.*HCL-.*-LCH.*/i.exec(text)?.[0];
  if (left !== undefined) throw new Error(`HCL: expected no placeholder, found one in: ${left.trim()}`);
  return text;
}

/** What is a whole argument is an expression of its own: it need not be a text. */
function inArguments(hcl: string): string {
  let text = hcl
    .replace(new RegExp(`\\[\\s*"${SOURCES}",?\\s*\\]`, "g"), "var.ssh_sources")
    // No expression may be in a description.
    .replace(new RegExp(`^( *description += ".*)${DOMAIN}(.*")$`, "gm"), "$1the domain$2")
    .replace(/^( *)labels( *)= \{\n([^{}]*?)^\1\}$/gm, "$1labels$2= merge(var.labels, {\n$3$1})");
  for (const [name, expression] of expressions)
    text = text.replaceAll(new RegExp(`= "?${name}"?$`, "gm"), () => `= ${expression}`);
  return text;
}

function inDocument(hcl: string): string {
  const key = new RegExp(`^( *- )${KEYS}\n`, "gm");
  return hcl.replace(key, "%{ for key in var.ssh_public_keys ~}\n$1${key}\n%{ endfor ~}\n");
}

import { DISK_MAX_GB, DISK_TYPES, DISK_UNIT_GB, TYPES_IN_UNITS } from "../../../config/schema/machines";

/** A variable of the HCL module. Where the config has the same value, what is allowed is the same (config/schema). */
export interface Variable {
  readonly name: string;
  /** In HCL. */
  readonly type: string;
  readonly description: string;
  /** In HCL. @default there is none: it must be given */
  readonly default?: string;
  /** Each with the condition in HCL, and what is said when it does not hold. */
  readonly validation: readonly (readonly [condition: string, message: string])[];
}

/** What `pattern` says is said of the variable's text; null is allowed where that is the default. */
function matches(name: string, pattern: string, message: string, nullable = false): readonly [string, string] {
  const match = `can(regex(${JSON.stringify(pattern)}, var.${name}))`;
  return [nullable ? `var.${name} == null || ${match}` : match, `${name}: allowed is ${message}.`];
}

const id = (name: string, what: string, environment: string): Variable => ({
  name,
  type: "string",
  description: `Id of the ${what} to install into. null: as the environment says, ${environment}.`,
  default: "null",
  validation: [matches(name, "^[a-z0-9]{20}$", `a ${what}'s id: 20 lower-case letters and digits`, true)],
});

function diskChecks(name: string, size: string, type: string, least: number): Variable["validation"] {
  const ofDisk = `var.${name}.${size}`;
  return [
    [
      `${ofDisk} == floor(${ofDisk}) && ${ofDisk} >= ${least} && ${ofDisk} <= ${DISK_MAX_GB}`,
      `${name}.${size}: allowed is a whole number from ${least} to ${DISK_MAX_GB}.`,
    ],
    [
      `contains(${JSON.stringify(DISK_TYPES)}, var.${name}.${type})`,
      `${name}.${type}: allowed is one of ${DISK_TYPES.join(", ")}.`,
    ],
    [
      `!contains(${JSON.stringify(TYPES_IN_UNITS)}, var.${name}.${type}) || ${ofDisk} % ${DISK_UNIT_GB} == 0`,
      `${name}.${size}: ${TYPES_IN_UNITS.join(" and ")} come in multiples of ${DISK_UNIT_GB} GB.`,
    ],
  ];
}

function machine(name: string, what: string, memoryGb: number): Variable {
  const [cores, memory] = [`var.${name}.cores`, `var.${name}.memory_gb`];
  return {
    name,
    type: `object({
    cores     = optional(number, 2)
    memory_gb = optional(number, ${memoryGb})
    disk_gb   = optional(number, 20)
    disk_type = optional(string, "network-ssd")
  })`,
    description: `Size of ${what}: cores, memory and boot disk.`,
    default: "{}",
    validation: [
      [
        `${cores} % 2 == 0 && ${cores} >= 2 && ${cores} <= 96`,
        `${name}.cores: allowed is an even number from 2 to 96.`,
      ],
      [
        `${memory} == floor(${memory}) && ${memory} >= ${cores} && ${memory} <= 8 * ${cores}`,
        `${name}.memory_gb: allowed is a whole number, 1 to 8 for each core.`,
      ],
      ...diskChecks(name, "disk_gb", "disk_type", 10),
    ],
  };
}

const OPENSSH_KEY =
  "^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh[.]com) AAAA[0-9A-Za-z+/]+={0,3}( [-0-9A-Za-z_@.+/ ]+)?$";

/** All of them. What is not among them is as in installation.example.yaml. */
export const VARIABLES: readonly Variable[] = [
  id("cloud_id", "cloud", "YC_CLOUD_ID"),
  id("folder_id", "folder", "YC_FOLDER_ID"),
  {
    name: "zone",
    type: "string",
    description: "Availability zone of everything. null: as the environment says, YC_ZONE.",
    default: "null",
    validation: [
      matches("zone", "^[a-z]{2}(-[a-z]+)?[0-9]-[a-z]$", "an availability zone, for example ru-central1-a", true),
    ],
  },
  {
    name: "name",
    type: "string",
    description: "Name of the installation: prefix of its resources, and their label `installation`.",
    default: '"bingo"',
    validation: [
      matches(
        "name",
        "^[a-z][a-z0-9-]{0,19}$",
        "a name of 1 to 20 lower-case letters, digits and hyphens, a letter first",
      ),
    ],
  },
  {
    name: "domain",
    type: "string",
    description: "Public name of the service. Its DNS record is yours to make: the output edge_address says where to.",
    validation: [
      matches(
        "domain",
        "^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$",
        "a lower-case host name with a dot, for example bingo.example.org",
      ),
    ],
  },
  {
    name: "student_email",
    type: "string",
    description: "The owner's e-mail address. bingo's port and the folder it logs to follow from it.",
    validation: [
      matches(
        "student_email",
        "^[A-Za-z0-9_'+.-]*[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9-]*[.])+[A-Za-z]{2,}$",
        "an e-mail address, for example someone@example.org",
      ),
    ],
  },
  {
    name: "binary_url",
    type: "string",
    description: "The machines download the bingo binary from here.",
    default: '"https://storage.yandexcloud.net/final-homework/bingo"',
    validation: [
      matches(
        "binary_url",
        "^https://[^/@:\\s\"'`$\\\\]+/[^\\s\"'`$\\\\]*$",
        "an https URL without credentials and port; quotes, spaces, $ and backslashes written as %XX",
      ),
    ],
  },
  {
    name: "binary_sha256",
    type: "string",
    description: "SHA-256 the binary must have. Empty: the app nodes take the one that the database machine has.",
    default: '""',
    validation: [matches("binary_sha256", "^([0-9a-f]{64})?$", "64 lower-case hexadecimal digits, or nothing")],
  },
  {
    name: "ssh_sources",
    type: "list(string)",
    description: "Networks that may log in to the edge; the machine that deploys must be in one of them.",
    validation: [
      ["length(var.ssh_sources) > 0", "ssh_sources: expected at least one network."],
      [
        'alltrue([for it in var.ssh_sources : can(cidrnetmask(it)) && try(format("%s/%s", cidrhost(it, 0), split("/", it)[1]) == it, false)])',
        "ssh_sources: allowed are IPv4 networks by their first address, for example 203.0.113.0/24, or 203.0.113.7/32 for one address.",
      ],
    ],
  },
  {
    name: "ssh_public_keys",
    type: "list(string)",
    description: "OpenSSH keys that may log in as `ops`, besides the one that the deployment makes for itself.",
    default: "[]",
    validation: [
      [
        `alltrue([for it in var.ssh_public_keys : can(regex(${JSON.stringify(OPENSSH_KEY)}, it))])`,
        "ssh_public_keys: allowed are OpenSSH public keys: ssh-ed25519 AAAA… name@host.",
      ],
    ],
  },
  machine("edge", "the edge: nginx, haproxy and Prometheus", 2),
  machine("app_node", "each of the two app nodes", 2),
  machine("database", "the database's machine", 8),
  {
    name: "data_disk",
    type: `object({
    size_gb = optional(number, 96)
    type    = optional(string, "network-ssd")
  })`,
    description: "The disk with the data. It may grow and never shrinks; its size decides its speed.",
    default: "{}",
    validation: diskChecks("data_disk", "size_gb", "type", 20),
  },
  {
    name: "image_family",
    type: "string",
    description: "Family of public images that the machines boot from. Their set-up is written for Debian 13.",
    default: '"debian-13"',
    validation: [
      matches("image_family", "^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$", "an image family, for example debian-13"),
    ],
  },
  {
    name: "platform_id",
    type: "string",
    description: "Hardware platform of the machines.",
    default: '"standard-v3"',
    validation: [matches("platform_id", "^[a-z][a-z0-9-]{0,62}$", "a platform, for example standard-v3")],
  },
  {
    name: "labels",
    type: "map(string)",
    description: "Labels for every resource that takes them, besides `installation`.",
    default: "{}",
    validation: [
      [
        'alltrue([for key, value in var.labels : can(regex("^[a-z][-_0-9a-z]{0,62}$", key)) && key != "installation" && can(regex("^[-_0-9a-z]{0,63}$", value))])',
        "labels: allowed are keys and values of up to 63 lower-case letters, digits, - and _, keys with a letter first and other than installation.",
      ],
    ],
  },
];

/** The declaration of a variable. */
export function declaration({ name, type, description, validation, ...rest }: Variable): string {
  return [
    `variable "${name}" {`,
    `  type        = ${type}`,
    `  description = ${JSON.stringify(description)}`,
    ...(rest.default === undefined ? [] : [`  default     = ${rest.default}`]),
    // null stands for the environment, where it is the default.
    `  nullable    = ${String(rest.default === "null")}`,
    ...validation.flatMap(([condition, message]) => [
      "  validation {",
      `    condition     = ${condition}`,
      `    error_message = ${JSON.stringify(message)}`,
      "  }",
    ]),
    "}",
    "",
  ].join("\n");
}

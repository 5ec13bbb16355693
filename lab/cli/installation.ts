import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { loadInstallation } from "../../config/load";
import { PROJECT_ROOT } from "../../config/paths";
import type { Installation } from "../../config/schema";
import type { LabStatus } from "../cloud/protocol";
import type { LabPaths } from "../paths";
import type { StorageAccess } from "../substrate";

type Mapping = Readonly<Record<string, unknown>>;

export interface LabInstallation {
  /** The config that the lab's is made of. @default the required values of installation.example.yaml */
  readonly config?: string;
  /** Absolute path of the binary that the machines get. */
  readonly binary: string;
  readonly addresses: LabStatus["addresses"];
  /** Rows of each table that the binary makes. @default those of the config */
  readonly rows?: Readonly<Record<string, number>>;
  /** The lab's own S3 server, for an installation with backups. @default it has none */
  readonly storage?: StorageAccess;
  /** Values that replace all others, for tests. @default none */
  readonly overrides?: Mapping;
}

const HEAD = "# Made by script/lab for this lab: changed values last until the next `script/lab up`.\n";

/** The smallest data disk that the config allows. The file is sparse. */
const DATA_DISK_GB = 20;

/**
 * Writes the config of a lab, and loads it as any other.
 *
 * The lab itself sets who may log in, the file of the binary, and where state and backups are, whatever `config` says. The data
 * disk is not protected, so that it can be deleted with the lab.
 *
 * @throws when the config is missing or wrong.
 */
export function writeInstallation(paths: LabPaths, lab: LabInstallation): Installation {
  const { config, binary, addresses, rows, storage, overrides = {} } = lab;
  const given = config === undefined ? required() : withDumpFound(config, read(config));
  const own: Mapping = {
    bingo: { binary: { file: binary }, ...(rows && { data: { expect: rows } }) },
    ssh: { sources: [`${addresses.host}/32`, addresses.internet] },
    machines: { database: { dataDisk: { sizeGb: DATA_DISK_GB, protected: false } } },
  };
  const merged = merge(merge(given, own), merge(overrides, storage ? { backups: { ...storage } } : {}));
  // Both sections allow one of several keys: the lab's replaces the one in the config.
  const whole = {
    ...merged,
    bingo: { ...mapping(merged["bingo"]), binary: mapping(mapping(overrides["bingo"])["binary"] ?? { file: binary }) },
    state: { local: { folder: paths.state } },
  };
  mkdirSync(dirname(paths.installation), { recursive: true });
  writeFileSync(paths.installation, HEAD + stringify(whole));
  return loadInstallation(paths.installation);
}

/** Whether the installation is to have backups, for which the lab starts an S3 server. */
export function wantsBackups({ config, overrides = {} }: Pick<LabInstallation, "config" | "overrides">): boolean {
  return "backups" in overrides || (config !== undefined && "backups" in read(config));
}

/** Returns the absolute path of the binary that a config names as a file; undefined when it names none. */
export function configuredBinary(config: string): string | undefined {
  const { file } = mapping(mapping(read(config)["bingo"])["binary"]);
  return typeof file === "string" ? resolve(dirname(resolve(config)), file) : undefined;
}

/** The path of a dump is relative to the config, and the lab's config lies elsewhere. */
function withDumpFound(config: string, given: Mapping): Mapping {
  const { dump } = mapping(mapping(given["bingo"])["data"]);
  if (typeof dump !== "string") return given;
  return merge(given, { bingo: { data: { dump: resolve(dirname(resolve(config)), dump) } } });
}

function required(): Mapping {
  const { domain, bingo } = read(join(PROJECT_ROOT, "installation.example.yaml"));
  return { domain, bingo: { studentEmail: mapping(bingo)["studentEmail"] } };
}

function read(file: string): Mapping {
  if (!existsSync(file)) throw new Error(`--config ${file}: expected a YAML file, found none`);
  return mapping(parse(readFileSync(file, "utf8")));
}

function mapping(value: unknown): Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Mapping) : {};
}

function merge(base: Mapping, over: Mapping): Mapping {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const nested = Object.keys(mapping(value)).length > 0;
    result[key] = nested ? merge(mapping(base[key]), mapping(value)) : value;
  }
  return result;
}

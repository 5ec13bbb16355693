import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { loadInstallation } from "../../config/load";
import { PROJECT_ROOT } from "../../config/paths";
import type { Installation } from "../../config/schema";
import type { LabStatus } from "../cloud/protocol";
import type { LabPaths } from "../paths";

type Mapping = Readonly<Record<string, unknown>>;

export interface LabInstallation {
  /** The config that the lab's is made of. @default the required values of installation.example.yaml */
  readonly config?: string;
  /** The binary that the machines get, absolute. */
  readonly binary: string;
  readonly addresses: LabStatus["addresses"];
  /** Laid over the config at last, for tests. */
  readonly overrides?: Mapping;
}

const HEAD = "# Made by script/lab for this lab: changed values last until the next `script/lab up`.\n";

/** Without a way to the cloud's sizes of disk, the smallest that the config takes. The file is sparse. */
const DATA_DISK_GB = 20;

/**
 * Writes the config of a lab and checks it as any other.
 *
 * What only the lab can know is not taken from `config`: who may log in, where the binary comes from when it is to be
 * downloaded, where the state is. The data may go with the lab.
 */
export function writeInstallation(paths: LabPaths, lab: LabInstallation): Installation {
  const { config, binary, addresses, overrides = {} } = lab;
  const given = config === undefined ? required() : read(config);
  const own: Mapping = {
    bingo: { binary: { file: binary } },
    ssh: { sources: [`${addresses.host}/32`, addresses.internet] },
    machines: { database: { dataDisk: { sizeGb: DATA_DISK_GB, protected: false } } },
  };
  const merged = merge(merge(given, own), overrides);
  // Each is one of several: the lab's takes the place of the other.
  const whole = {
    ...merged,
    bingo: { ...mapping(merged["bingo"]), binary: mapping(mapping(overrides["bingo"])["binary"] ?? { file: binary }) },
    state: { local: { folder: paths.state } },
  };
  mkdirSync(dirname(paths.installation), { recursive: true });
  writeFileSync(paths.installation, HEAD + stringify(whole));
  return loadInstallation(paths.installation);
}

/** The binary that a config names as a file, absolute; undefined: none, the stand-in takes its place. */
export function configuredBinary(config: string): string | undefined {
  const { file } = mapping(mapping(read(config)["bingo"])["binary"]);
  return typeof file === "string" ? resolve(dirname(resolve(config)), file) : undefined;
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

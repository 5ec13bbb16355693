import execa from "execa";
import type { Answers } from "./questions";

/** What this machine knows about the cloud. */
export interface Findings extends Partial<Pick<Answers, "folder" | "zone">> {
  readonly cloud?: string;
}

/** Variables of the environment and settings of the command `yc` that say the same. */
const SOURCES = {
  cloud: ["YC_CLOUD_ID", "cloud-id"],
  folder: ["YC_FOLDER_ID", "folder-id"],
  zone: ["YC_ZONE", "compute-default-zone"],
} as const;

/** Looks into the environment, then into the configuration of `yc`, which is a file of this machine: no server is asked. */
export async function find(): Promise<Findings> {
  const found = await Promise.all(
    Object.entries(SOURCES).map(async ([name, [variable, setting]]) => {
      return [name, process.env[variable] || (await configured(setting))] as const;
    }),
  );
  return Object.fromEntries(found.filter(([, value]) => value !== ""));
}

/** @returns "" without `yc`, or when it has no such setting */
async function configured(setting: string): Promise<string> {
  const { failed, stdout } = await execa("yc", ["config", "get", setting], {
    stdin: "ignore",
    timeout: 10_000,
    reject: false,
  });
  return failed ? "" : stdout.trim();
}

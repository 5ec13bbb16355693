import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LABS } from "../paths";
import { unescape } from "./mounts";

/**
 * Folders that machines on this host stand on. Without them a machine loses its programs as it runs, so two sources are
 * asked: the records of labs know stopped machines too, the mounts know machines of labs whose records are elsewhere.
 * @param labs a folder with labs, besides the usual one
 */
export function lowerdirsInUse(labs: string): readonly string[] {
  const mountsOfAll = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => mountedLowerdirs(mountsOf(pid)));
  return [...new Set([...recordedLowerdirs(LABS), ...recordedLowerdirs(labs), ...mountsOfAll])];
}

/** What the records of the labs in a folder say. */
export function recordedLowerdirs(labs: string): readonly string[] {
  return entries(labs)
    .flatMap((lab) => entries(join(lab, "machines")))
    .map((machine) => join(machine, "record.json"))
    .filter((record) => existsSync(record))
    .flatMap((record) => (JSON.parse(readFileSync(record, "utf8")) as { lower?: readonly string[] }).lower ?? []);
}

/** Lower folders of the overlays in a `/proc/PID/mountinfo`. */
export function mountedLowerdirs(mountinfo: string): readonly string[] {
  return [...mountinfo.matchAll(/ - overlay \S+ \S*?\blowerdir=([^,\s]+)/g)].flatMap(([, lower = ""]) =>
    lower.split(":").map(unescape),
  );
}

function mountsOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/mountinfo`, "utf8");
  } catch (error) {
    // It has ended meanwhile.
    if (["ENOENT", "ESRCH", "EINVAL"].includes((error as NodeJS.ErrnoException).code ?? "")) return "";
    throw error;
  }
}

function entries(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

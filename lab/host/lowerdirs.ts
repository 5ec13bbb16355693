import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LABS } from "../paths";
import { unescape } from "./mounts";

/**
 * Lower folders of the overlays of all machines on this host. A running machine that loses one loses its programs, so
 * there are two sources: the records of labs have stopped machines too, the mounts have machines of labs whose records
 * are elsewhere.
 * @param labs a folder with labs, besides the usual one
 */
export function lowerdirsInUse(labs: string): readonly string[] {
  const mountsOfAll = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => mountedLowerdirs(mountsOf(pid)));
  return [...new Set([...recordedLowerdirs(LABS), ...recordedLowerdirs(labs), ...mountsOfAll])];
}

/** Lower folders in the records of the labs in a folder. */
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

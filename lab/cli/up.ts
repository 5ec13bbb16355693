import { copyFileSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { machines } from "../../cloud-init/machines";
import { loadInstallation } from "../../config/load";
import { PROJECT_ROOT } from "../../config/paths";
import type { Installation } from "../../config/schema";
import { EXAMPLE } from "../../config/which-file";
import type { DaemonClient } from "../cloud/client";
import { Engine, findUsersEngine } from "../engine/engine";
import { answers } from "./answers";
import { deploy } from "./cdktf";
import { refuseOthers, startDaemon } from "./daemon-process";
import { DeploymentPhases } from "./deployment-phases";
import { exclusively } from "./exclusive";
import { configuredBinary, type LabInstallation, wantsBackups, writeInstallation } from "./installation";
import { deleteLeftovers } from "./leftovers";
import { urls } from "./outputs";
import type { LabPaths } from "../paths";
import { type MachineKind, virtualNames } from "../substrate";
import { provideMirror } from "./provider";
import { buildStandIn, standInRows, type StandInSettings } from "./stand-in";
import { Timeline } from "./timeline";

export interface UpOptions extends StandInSettings {
  /** The config that the lab's is made of. @default the required values of installation.example.yaml */
  readonly config?: string;
  /** The real bingo. @default what the config names as a file, else the stand-in */
  readonly binary?: string;
  /** Values that replace those of the config. @default none */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** A cdktf app to deploy, relative to the project. @default main.ts */
  readonly app?: string;
  /** What the machines are. @default what those of the lab are, else containers */
  readonly machines?: MachineKind;
  /** Takes the progress. */
  readonly tell: (line: string) => void;
  /** Seconds that the command took before this process began, for the table of phases. @default 0 */
  readonly setupSeconds?: number;
}

export interface Deployed {
  readonly daemon: DaemonClient;
  readonly installation: Installation;
}

/**
 * Deploys the installation into a lab: starts the lab, or changes one that is up. Ends when the service has answered a
 * client over every protocol.
 *
 * @throws when the lab belongs to another checkout, or another command deploys into it.
 * @throws CdktfFailed
 */
export async function up(paths: LabPaths, options: UpOptions): Promise<Deployed> {
  refuseOthers(paths);
  refuseUnknown(options.machines);
  return exclusively(paths, () => startAndDeploy(paths, options));
}

async function startAndDeploy(paths: LabPaths, options: UpOptions): Promise<Deployed> {
  const { tell, setupSeconds } = options;
  mkdirSync(paths.folder, { recursive: true });
  const timeline = new Timeline(setupSeconds);
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const from = timeline.seconds();
    tell(`${name} ...`);
    const result = await timeline.timed(name, work);
    tell(`${name}: ${(timeline.seconds() - from).toFixed(1)} s`);
    return result;
  };

  const [daemon, { engine, mirror }, rows] = await allOf([
    timed("the lab's root and network", () => startDaemon(paths, options.machines, tell)),
    timed("the engine", async () => new Engine(await findUsersEngine())).then(async (engine) => {
      return { engine, mirror: await timed("the providers", () => provideMirror(paths, engine)) };
    }),
    provideBinary(paths, options, timed),
  ]);

  const { addresses, api } = await daemon.status();
  const storage = wantsBackups(options) ? await timed("object storage", () => daemon.objectStorage()) : undefined;
  const lab = { ...options, ...rows, binary: paths.standIn, addresses, ...(storage && { storage }) };
  const installation = writeInstallation(paths, lab);
  await deleteLeftovers(paths, daemon, installation, tell);
  const phases = new DeploymentPhases();
  const started = timeline.seconds();
  await deploy({ paths, engine: engine.path, mirror, api, tell, phases }, options.app);
  const found = await timed("answers", () => answers(daemon, urls(paths)));
  phases.addTo(timeline, started);
  for (const line of [...timeline.table(), ...found]) tell(line);
  return { daemon, installation };
}

/** The names of machines are those of every installation. */
function refuseUnknown(kind: MachineKind = "container"): void {
  const names = machines(loadInstallation(join(PROJECT_ROOT, EXAMPLE))).map(({ name }) => name);
  const unknown = virtualNames(kind).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`virtual machines: expected names of ${names.join(", ")}, found ${unknown}`);
}

type Timed = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** Puts the program that the machines get as bingo into the lab's folder. @returns the rows of the stand-in's data */
async function provideBinary(
  paths: LabPaths,
  options: UpOptions,
  timed: Timed,
): Promise<Pick<LabInstallation, "rows">> {
  const binary = options.binary ?? (options.config === undefined ? undefined : configuredBinary(options.config));
  if (binary === undefined) {
    await timed("the stand-in for bingo", () => buildStandIn(paths.standIn, options));
    return { rows: standInRows(options) };
  }
  copyFileSync(resolve(binary), paths.standIn);
  return {};
}

/** Waits for all of them, also when one has failed: then no work goes on after the error. */
async function allOf<T extends readonly unknown[]>(work: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  await Promise.allSettled(work);
  return await Promise.all(work);
}

import { copyFileSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Installation } from "../../config/schema";
import type { DaemonClient } from "../cloud/client";
import { Engine, findUsersEngine } from "../engine/engine";
import { answers } from "./answers";
import { refuseOthers, startDaemon } from "./daemon-process";
import { deploy } from "./deploy";
import { cloudInitDone, DeploymentPhases } from "./deployment-phases";
import { exclusively } from "./exclusive";
import { configuredBinary, writeInstallation } from "./installation";
import { urls } from "./outputs";
import type { LabPaths } from "../paths";
import { provideMirror } from "./provider";
import { buildStandIn, type StandInSettings } from "./stand-in";
import { Timeline } from "./timeline";

export interface UpOptions extends StandInSettings {
  /** A config of the installation that the lab's is made of. */
  readonly config?: string;
  /** The real bingo. @default what the config names as a file, else the stand-in */
  readonly binary?: string;
  /** Laid over the config. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** A cdktf app that is deployed in place of `main.ts`, from the project's folder. */
  readonly app?: string;
  readonly tell: (line: string) => void;
  /** Seconds that the command took before, for the table of phases. @default 0 */
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
  return exclusively(paths, () => startAndDeploy(paths, options));
}

async function startAndDeploy(paths: LabPaths, options: UpOptions): Promise<Deployed> {
  const { tell, setupSeconds } = options;
  mkdirSync(paths.inFolder(), { recursive: true });
  const timeline = new Timeline(setupSeconds);
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const from = timeline.at();
    tell(`${name} ...`);
    const result = await timeline.timed(name, work);
    tell(`${name}: ${(timeline.at() - from).toFixed(1)} s`);
    return result;
  };

  const [daemon, { engine, mirror }] = await allOf([
    timed("the lab's root and network", () => startDaemon(paths, tell)),
    timed("the engine", async () => new Engine(await findUsersEngine())).then(async (engine) => {
      return { engine, mirror: await timed("the stand-in provider", () => provideMirror(paths, engine)) };
    }),
    provideBinary(paths, options, timed),
  ]);

  const { addresses } = await daemon.status();
  const installation = writeInstallation(paths, { ...options, binary: paths.standIn, addresses });
  await daemon.beginDeployment();
  const phases = new DeploymentPhases();
  const started = timeline.at();
  await deploy({ paths, engine: engine.path, mirror, tell, watch: phases }, options.app);
  const found = await timed("answers", () => answers(daemon, urls(paths)));

  const done = new Map<string, number>();
  for (const machine of phases.machines()) {
    // The deployment has succeeded: a machine that says no more than that does not undo it.
    const moment = await cloudInitDone(daemon, machine).catch(() => undefined);
    if (moment !== undefined) done.set(machine, timeline.at(moment));
  }
  phases.addTo(timeline, started, done);
  timeline.write(paths.phases);
  for (const line of [...timeline.table(), ...found]) tell(line);
  return { daemon, installation };
}

type Timed = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** What the machines get as bingo. */
async function provideBinary(paths: LabPaths, options: UpOptions, timed: Timed): Promise<void> {
  const binary = options.binary ?? (options.config === undefined ? undefined : configuredBinary(options.config));
  if (binary === undefined) await timed("the stand-in for bingo", () => buildStandIn(paths.standIn, options));
  else copyFileSync(resolve(binary), paths.standIn);
}

/** Waits for all of them, also when one has failed: nothing goes on behind the caller's back then. */
async function allOf<T extends readonly unknown[]>(work: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  await Promise.allSettled(work);
  return await Promise.all(work);
}

import { copyFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Installation } from "../../config/schema";
import type { DaemonClient } from "../daemon/client";
import { Engine, usersEngine } from "../engine/engine";
import { answers } from "./answers";
import { startDaemon } from "./daemon-process";
import { deploy } from "./deploy";
import { configuredBinary, writeInstallation } from "./installation";
import { urls } from "./outputs";
import type { LabPaths } from "./paths";
import { provideMirror } from "./provider";
import { buildStandIn, type StandInSettings } from "./stand-in";

export interface UpOptions extends StandInSettings {
  /** A config of the installation that the lab's is made of. */
  readonly config?: string;
  /** The real bingo. @default what the config names as a file, else the stand-in */
  readonly binary?: string;
  /** Laid over the config. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  readonly tell: (line: string) => void;
}

/** Time that a part of `up` took. */
interface Phase {
  readonly name: string;
  readonly seconds: number;
}

export interface Deployed {
  readonly daemon: DaemonClient;
  readonly installation: Installation;
}

/**
 * Brings a lab up to what the config says: from nothing, or as a change of one that is up. Ends when the service has
 * answered a client by every protocol.
 */
export async function up(paths: LabPaths, options: UpOptions): Promise<Deployed> {
  const { tell } = options;
  const phases: Phase[] = [];
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const started = Date.now();
    tell(`${name} ...`);
    const result = await work();
    const seconds = (Date.now() - started) / 1000;
    phases.push({ name, seconds });
    tell(`${name}: ${seconds.toFixed(1)} s`);
    return result;
  };

  // The daemon first: it says at once what this machine lacks.
  const daemon = await timed("the lab's network", () => startDaemon(paths, tell));
  const binary = options.binary ?? (options.config === undefined ? undefined : configuredBinary(options.config));
  if (binary === undefined) await timed("the stand-in for bingo", () => buildStandIn(paths.standIn, options));
  else copyFileSync(resolve(binary), paths.standIn);
  const engine = await timed("the engine", () => Promise.resolve(new Engine(usersEngine())));
  const mirror = await timed("the stand-in provider", () => provideMirror(paths, engine));

  const { addresses } = await daemon.status();
  const installation = writeInstallation(paths, { ...options, binary: paths.standIn, addresses });
  await daemon.beginDeployment();
  await timed("cdktf deploy", () => deploy({ paths, engine: engine.path, mirror, tell }));
  const found = await timed("answers", () => answers(daemon, urls(paths)));

  for (const line of found) tell(line);
  tell(summary(phases));
  return { daemon, installation };
}

function summary(phases: readonly Phase[]): string {
  const total = phases.reduce((sum, { seconds }) => sum + seconds, 0);
  const [longest] = [...phases].sort((a, b) => b.seconds - a.seconds);
  return `${total.toFixed(0)} s in all, most of it ${longest?.name ?? ""}: ${longest?.seconds.toFixed(0) ?? "0"} s`;
}

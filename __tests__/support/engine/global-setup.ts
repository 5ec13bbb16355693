import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../../../config/paths";
import { findUsersEngine } from "../../../lab/engine/engine";
import { buildStandInProvider, buildYandexProvider } from "../../../lab/engine/mirror";
import { PINNED_ENGINE, USERS_ENGINE } from "./engines";

/**
 * Builds what the tests need before any of them runs, as each of them has a limit of time and a new machine has nothing:
 * minutes for the engine and for the provider of Yandex Cloud, one for the stand-in. A failure does not end the run: the
 * tests that need what was not built report it.
 */
export = async function globalSetup(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "engine-setup-"));
  await Promise.allSettled([findEngines().then(buildYandexProvider), buildStandInProvider(join(scratch, "stand-in"))]);
  rmSync(scratch, { recursive: true });
};

async function findEngines(): Promise<void> {
  const script = join(PROJECT_ROOT, "script", "engine");
  const { stdout } = await execa(script, ["--build"], { stdin: "ignore", stderr: "inherit" });
  process.env[PINNED_ENGINE] = stdout.trim();
  process.env[USERS_ENGINE] = await findUsersEngine();
}

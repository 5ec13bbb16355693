import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../../../config/paths";
import { findUsersEngine } from "../../../lab/engine/engine";
import { buildStandInProvider } from "../../../lab/programs/provider/mirror";
import { PINNED_ENGINE, USERS_ENGINE } from "./engines";

/**
 * Builds what the tests need before any of them runs, as each of them has a limit of time and a new machine has nothing:
 * minutes for the engine, one for the packages that the provider is linked from. A failure does not end the run: the
 * tests that need what was not built report it.
 */
export = async function globalSetup(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "engine-setup-"));
  await Promise.allSettled([findEngines(), buildStandInProvider(join(scratch, "stand-in"))]);
  rmSync(scratch, { recursive: true });
};

async function findEngines(): Promise<void> {
  const script = join(PROJECT_ROOT, "script", "engine");
  const { stdout } = await execa(script, ["--build"], { stdin: "ignore", stderr: "inherit" });
  process.env[PINNED_ENGINE] = stdout.trim();
  process.env[USERS_ENGINE] = await findUsersEngine();
}

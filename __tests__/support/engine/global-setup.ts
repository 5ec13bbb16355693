import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPinnedEngine } from "../../../lab/engine/engine";
import { buildStandInProvider } from "../../../lab/programs/provider/mirror";

/**
 * Builds what the tests ask for before any of them runs, as each of those has a limit of time and a new machine has
 * nothing: minutes for the engine, one for what the provider is linked from. A failure is told by the tests that ask again.
 */
export = async function globalSetup(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "engine-setup-"));
  await Promise.allSettled([findPinnedEngine(), buildStandInProvider(join(scratch, "stand-in"))]);
  rmSync(scratch, { recursive: true });
};

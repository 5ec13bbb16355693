import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { PROJECT_ROOT } from "../config/paths";
import type { Installation } from "../config/schema";
import { readSynthesized, type Synthesized } from "../review/tree";
import { addStacks } from "../stacks/installation";

/** Synthesizes an installation into a temporary folder: the very JSON that is deployed. */
export function synthesized(installation: Installation): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), "synthesized-"));
  try {
    const app = new App({ outdir });
    addStacks(app, installation);
    app.synth();
    return readSynthesized(outdir, PROJECT_ROOT);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

import { loadForCloud } from "../../../config/deployable";
import { InvalidInstallation } from "../../../config/invalid-installation";
import { messageOf } from "../../../config/message-of";
import { displayPath } from "../../../config/paths";
import type { Installation } from "../../../config/schema";
import { chosenFile } from "../../../config/which-file";
import { type Finding, ok, wrong } from "../finding";

/** The config as a deployment would take it: no manual's values, all problems at once. */
export function readConfig(): { readonly installation?: Installation; readonly findings: readonly Finding[] } {
  try {
    const installation = loadForCloud("deploy");
    return { installation, findings: [ok(displayPath(chosenFile() ?? ""))] };
  } catch (error) {
    const problems = error instanceof InvalidInstallation ? error.problems : [messageOf(error)];
    return { findings: problems.map((problem) => wrong(problem)) };
  }
}

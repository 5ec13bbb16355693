import { documentationValues } from "./documentation-values";
import { checkText, invalid, readText } from "./load";
import { displayPath } from "./paths";
import type { Installation } from "./schema";
import { chosenFile, EXAMPLE, isExample, OWN } from "./which-file";

/** The environment variable by which the lab says that no cloud is meant, and its only value. */
export const DEPLOY_INTO = "DEPLOY_INTO";
export const LAB = "lab";

/** The environment variable that lets a deployment lose the data disk: its value is the installation's name. */
export const LOSE_DATA_OF = "LOSE_DATA_OF";

/** Commands that can delete a disk. */
const DELETING = ["deploy", "apply", "destroy", "watch"];

/** There is nothing that could be deployed. The message is one line: what is missing, and what to type. */
export class NothingToDeploy extends Error {
  override readonly name = "NothingToDeploy";
}

/**
 * Loads the installation for a command that goes to the cloud. The example is no installation, and the values of manuals
 * are refused; but what was once deployed with them can be destroyed.
 *
 * With DEPLOY_INTO=lab such values are taken: a lab's names and addresses exist nowhere else either. The lab also says
 * where its cloud listens (LAB_SOCKET), so that the variable alone opens no way into the cloud.
 *
 * A data disk that the config does not protect needs a second word for every command that could delete it: the provider
 * takes a disk even from a machine that runs, and the cloud has no protection of its own for disks.
 *
 * @param command of cdktf
 * @throws NothingToDeploy
 * @throws InvalidInstallation with all problems at once
 */
export function loadForCloud(command: string): Installation {
  const lab = intoLab();
  const path = chosenFile();
  if (path === undefined) {
    throw new NothingToDeploy(`${OWN} is missing, and ${EXAMPLE} is never deployed: type npm run init`);
  }
  if (isExample(path)) {
    throw new NothingToDeploy(`INSTALLATION names ${EXAMPLE}, which is never deployed: unset it and type npm run init`);
  }
  const name = displayPath(path);
  const { installation, source } = checkText(readText(path, name), path);
  if (!lab && DELETING.includes(command)) requireConsent(installation);
  const found = lab || command === "destroy" ? [] : documentationValues(source.data);
  if (found.length === 0) return installation;
  throw invalid(
    name,
    found.map(({ path, text }) => ({ position: source.positionOf(path, "value"), message: text })),
  );
}

function requireConsent({ name, machines }: Installation): void {
  if (machines.database.dataDisk.protected || process.env[LOSE_DATA_OF] === name) return;
  throw new NothingToDeploy(
    `machines.database.dataDisk.protected is false, so this may delete the data: set it to true, or type ${LOSE_DATA_OF}=${name} before the command`,
  );
}

function intoLab(): boolean {
  const value = process.env[DEPLOY_INTO];
  if (!value) return false;
  if (value !== LAB)
    throw new NothingToDeploy(`${DEPLOY_INTO}: got ${JSON.stringify(value)}, allowed: ${LAB}, or nothing`);
  if (process.env["LAB_SOCKET"]) return true;
  throw new NothingToDeploy(
    `${DEPLOY_INTO}=${LAB} is for script/lab, which also sets LAB_SOCKET: unset ${DEPLOY_INTO}`,
  );
}

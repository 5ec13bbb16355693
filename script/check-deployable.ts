/**
 * `tsx script/check-deployable.ts COMMAND`: ends with status 1 and the reason when COMMAND of cdktf must not go to the
 * cloud with this installation.
 */
import { loadForCloud, NothingToDeploy } from "../config/deployable";
import { InvalidInstallation } from "../config/invalid-installation";

const command = process.argv[2] ?? "deploy";
try {
  loadForCloud(command);
} catch (error) {
  if (!(error instanceof NothingToDeploy || error instanceof InvalidInstallation)) throw error;
  console.error(`${command}: ${error.message}`);
  process.exitCode = 1;
}

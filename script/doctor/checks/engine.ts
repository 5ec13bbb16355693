import { engineName, runEngine } from "../../engine-program";
import { type Finding, ok, wrong } from "../finding";

/** Both lock a state in Object Storage since this version. */
const MINIMUM = [1, 10] as const;

/** The engine that cdktf would start. */
export async function engine(env: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  const program = engineName(env);
  const wanted = `Terraform or OpenTofu ${MINIMUM.join(".")} or newer`;
  const install = "install one, or name it: export TERRAFORM_BINARY_NAME=tofu";
  // A CLI configuration that is broken is another check's finding.
  const { stdout, missing } = await runEngine({ ...env, TF_CLI_CONFIG_FILE: "/dev/null" }, ["version"]);
  if (missing) return [wrong(`expected ${wanted}, found no program ${program}`, install)];
  const [, name, version = ""] = /^(Terraform|OpenTofu) v([\d.]+)/m.exec(stdout) ?? [];
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isRecent = major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
  if (name === undefined) return [wrong(`expected ${wanted}, and ${program} is neither`, install)];
  return isRecent
    ? [ok(`${name} ${version} (${program})`)]
    : [wrong(`expected ${wanted}, found ${name} ${version} (${program})`, install)];
}

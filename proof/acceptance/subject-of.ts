import { isIP } from "node:net";
import { InvalidArgumentError } from "commander";
import execa from "execa";
import { loadInstallation } from "../../config/load";
import { StackOutputs } from "../target/outputs";
import { sshDeployment } from "../target/ssh";
import { insideOf, labSubject } from "./deployed";
import { FULL_DATA, urlsOf, type Curl, type Subject } from "./subject";

/** The options of a command line that name what is judged. */
export interface SubjectArguments {
  /** Connect to this address, whatever the URL's host resolves to. */
  readonly connectTo?: string;
  /** A lab that is up. */
  readonly lab?: string;
  /** This checkout's deployment, at its own address: the domain may have no DNS record yet. */
  readonly deployed?: boolean;
  /** Look at the machines of this checkout's deployment, too. */
  readonly ssh?: boolean;
  /** A curl that speaks HTTP/3, with arguments of its own. @default curl */
  readonly curl?: string;
  /** Share of the full data that was prepared. @default 1 */
  readonly scale?: number;
}

/** Finds what a command line is about: a lab, or a service by its URLs. @throws when it names both or neither */
export async function subjectOf(urls: readonly string[], options: SubjectArguments): Promise<Subject> {
  const { connectTo, lab, deployed, ssh, curl: command = "curl", scale = 1 } = options;
  if (lab !== undefined) {
    if (urls.length > 0) throw new Error(`expected a URL or --lab, found both (${urls.join(" ")}, ${lab})`);
    return labSubject(lab);
  }
  if (deployed) {
    if (urls.length > 0) throw new Error(`expected a URL or --deployed, found both (${urls.join(" ")})`);
    return deployedSubject(curl(command));
  }
  const scaled = (full: number): number => Math.ceil(full * scale);
  const { customers, movies, sessions } = FULL_DATA;
  const outside: Subject = {
    ...urlsOf(urls),
    ...(connectTo === undefined ? {} : { address: connectTo }),
    curl: curl(command),
    prepared: { customers: scaled(customers), movies: scaled(movies), sessions: scaled(sessions) },
  };
  if (!ssh) return outside;
  const deployment = await sshDeployment();
  return { ...outside, ...(await insideOf(deployment)) };
}

/** The deployment of the chosen config: its name at the address that its state says. */
async function deployedSubject(curl: Curl): Promise<Subject> {
  const { domain } = loadInstallation();
  return {
    ...urlsOf([`https://${domain}`]),
    address: await new StackOutputs().value("edge", "edge_address"),
    curl,
    ...(await insideOf(await sshDeployment())),
  };
}

/** The command may have arguments of its own. */
function curl(command: string): Curl {
  return async (args) => {
    const line = `${command} "$@"`;
    const { exitCode, stdout, stderr } = await execa("bash", ["-c", line, "curl", ...args], { reject: false });
    return { status: exitCode, stdout, stderr };
  };
}

/** Takes the value of `--connect-to`. @throws when it is no IP address */
export function address(text: string): string {
  if (isIP(text)) return text;
  throw new InvalidArgumentError("expected an IP address.");
}

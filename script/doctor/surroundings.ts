import { resolve4 } from "node:dns/promises";
import { networkInterfaces } from "node:os";

/** What checks look at beside the config and the cloud. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Asks DNS for the IPv4 addresses of a name. */
  readonly resolve4: (name: string) => Promise<readonly string[]>;
  /** IPv4 addresses of this machine's own interfaces. */
  readonly ownAddresses: () => readonly string[];
  /** Says in JSON with which IPv4 address it is asked. */
  readonly addressUrl: string;
  /** Debian's archive as the machines' image has it. */
  readonly debianArchive: string;
}

/** This machine. */
export function surroundings(): Surroundings {
  return {
    env: process.env,
    resolve4,
    ownAddresses: () =>
      Object.values(networkInterfaces()).flatMap((all = []) =>
        all.filter(({ family, internal }) => family === "IPv4" && !internal).map(({ address }) => address),
      ),
    // The service behind yandex.ru/internet.
    addressUrl: "https://ipv4-internet.yandex.net/api/v0/ip",
    debianArchive: "http://deb.debian.org/debian",
  };
}

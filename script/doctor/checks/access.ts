import { isValid, parse, parseCIDR } from "ipaddr.js";
import type { Installation } from "../../../config/schema";
import { type Finding, ok, wrong } from "../finding";
import type { Surroundings } from "../surroundings";

/** Whether this machine may log in to the edge, as a deployment must. */
export async function access(
  { ssh: { sources } }: Installation,
  { addressUrl, ownAddresses }: Surroundings,
): Promise<readonly Finding[]> {
  const allowed = (address: string): boolean =>
    sources.some((source) => parse(address).kind() === "ipv4" && parse(address).match(parseCIDR(source)));
  const public_ = ownAddresses().filter((address) => parse(address).range() === "unicast");
  const seen = public_.length > 0 ? public_ : [await askedFor(addressUrl)];
  const inside = seen.find(allowed);
  if (inside !== undefined) return [ok(`this machine is ${inside}`)];
  const address = seen[0] ?? "";
  return [
    wrong(
      `this machine is ${seen.join(", ")} to the internet, and ssh.sources is ${sources.join(", ")}`,
      `add ${address}/32 to ssh.sources, or deploy from where you log in`,
    ),
  ];
}

async function askedFor(url: string): Promise<string> {
  const address: unknown = await fetch(url)
    .then((response) => response.json())
    .catch(() => undefined);
  if (typeof address === "string" && isValid(address)) return address;
  throw new Error(`${new URL(url).host} does not say which address this machine has on the internet`);
}

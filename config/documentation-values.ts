import { isValid, isValidCIDR, parse, parseCIDR } from "ipaddr.js";
import { isIP } from "node:net";

/** A value that stands for another one in manuals. */
export interface DocumentationValue {
  readonly path: readonly PropertyKey[];
  /** The line for the author of the config, without file and place. */
  readonly text: string;
}

/** RFC 5737 and RFC 3849. */
const NETWORKS = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"];

/** RFC 2606, with all names below them. */
const DOMAIN = /(^|\.)(example\.(?:org|com|net))\.?$/i;

/**
 * Finds what manuals use and nobody owns: addresses and networks, domains, e-mail addresses and URLs. Such a value is well
 * formed, but what is deployed with it belongs to nobody, and lets nobody in.
 *
 * @param data a config as it was read
 */
export function documentationValues(data: unknown, path: readonly PropertyKey[] = []): DocumentationValue[] {
  if (typeof data === "object" && data !== null) {
    return Object.entries(data).flatMap(([key, value]) => documentationValues(value, [...path, key]));
  }
  const allowed = typeof data === "string" ? allowedInPlaceOf(data) : undefined;
  return allowed === undefined
    ? []
    : [{ path, text: `${path.join(".")}: got ${JSON.stringify(data)}, allowed: ${allowed}` }];
}

function allowedInPlaceOf(value: string): string | undefined {
  const network = networkOf(value);
  if (network !== undefined) return `an address of your own; ${network} is for documentation`;
  const host = hostOf(value);
  const domain = DOMAIN.exec(host)?.[2];
  if (domain !== undefined) {
    const what = value.includes("://") ? "a URL" : value.includes("@") ? "an e-mail address" : "a name";
    return `${what} of your own; ${domain.toLowerCase()} is for documentation`;
  }
  const hostNetwork = networkOf(host);
  return hostNetwork && `a URL with an address of your own; ${hostNetwork} is for documentation`;
}

/** The network of documentation that an address or a network lies in. */
function networkOf(text: string): string | undefined {
  // ipaddr.js also takes short forms, such as 203.29041.
  if (isIP(text.split("/")[0] ?? "") === 0) return undefined;
  const [address, bits] = isValidCIDR(text) ? parseCIDR(text) : isValid(text) ? [parse(text), 128] : [];
  return NETWORKS.find((network) => {
    const [first, length] = parseCIDR(network);
    return address?.kind() === first.kind() && address.match(first, length) && Number(bits) >= length;
  });
}

/** The host of a URL, the domain of an e-mail address, or the text itself. */
function hostOf(text: string): string {
  if (text.includes("://")) return URL.canParse(text) ? new URL(text).hostname.replace(/^\[|\]$/g, "") : "";
  return /^[^\s@/]+@([^\s@/]+)$/.exec(text)?.[1] ?? text;
}

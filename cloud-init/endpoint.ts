import { PORTS } from "./ports";

/** Host and TCP port of an https URL. */
export function endpointOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url);
  // Empty when it is the scheme's own.
  return { host: hostname, port: port === "" ? PORTS.https : Number(port) };
}

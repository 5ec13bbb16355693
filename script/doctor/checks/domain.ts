import type { Installation } from "../../../config/schema";
import type { Deployed } from "../deployed";
import { type Finding, ok, warning } from "../finding";
import type { Surroundings } from "../surroundings";

const NO_RECORD = ["ENOTFOUND", "ENODATA"];

/** The DNS record of the service. It is made by hand, after the first deployment: so it forbids none. */
export async function domain(
  installation: Installation,
  deployed: Deployed | undefined,
  { resolve4 }: Surroundings,
): Promise<readonly Finding[]> {
  const name = installation.domain;
  const edge = deployed?.edgeAddress;
  const record = `make the A record of ${name} ${edge ?? "with the address that the deployment prints (edge_address)"}`;
  let addresses: readonly string[];
  try {
    addresses = await resolve4(name);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!NO_RECORD.includes(code)) throw new Error(`DNS says nothing of ${name} (${code})`, { cause: error });
    return [warning(`${name} has no A record`, record)];
  }
  if (edge !== undefined && addresses.includes(edge)) return [ok(`${name} is ${edge}`)];
  const found = `${name} is ${addresses.join(", ")}`;
  return [
    warning(edge === undefined ? `${found}, and nothing is deployed yet` : `${found}, and the edge ${edge}`, record),
  ];
}

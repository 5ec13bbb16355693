import { resolve } from "node:path";
import { z } from "zod";
import { PROJECT_ROOT } from "../../config/paths";
import type { Installation } from "../../config/schema";
import { localStates } from "../state/local";

/** What the state says about resources that exist. */
export interface Deployed {
  /** The id of each, by its address with its stack: `network/yandex_vpc_network.network`. */
  readonly ids: ReadonlyMap<string, string>;
  /** The edge's public address, when it has one. */
  readonly edgeAddress?: string;
}

const attributes = z.object({
  id: z.string().optional(),
  external_ipv4_address: z.array(z.object({ address: z.string() })).optional(),
});
const stateFile = z.object({
  resources: z.array(
    z.object({
      mode: z.string(),
      type: z.string(),
      name: z.string(),
      instances: z.array(z.object({ attributes })),
    }),
  ),
});

/**
 * Reads what exists already from the state.
 *
 * @returns undefined when the state is in Object Storage: it is not fetched for this
 */
export function deployedResources({ state }: Installation): Deployed | undefined {
  if (!("local" in state)) return undefined;
  const resources = localStates(resolve(PROJECT_ROOT, state.local.folder)).flatMap(({ stack, text }) =>
    stateFile
      .parse(JSON.parse(text))
      .resources.filter(({ mode }) => mode === "managed")
      .flatMap(({ type, name, instances }) =>
        instances.map(({ attributes }) => ({ address: `${stack}/${type}.${name}`, type, ...attributes })),
      ),
  );
  const edgeAddress = resources.find(({ type }) => type === "yandex_vpc_address")?.external_ipv4_address?.[0]?.address;
  return {
    ids: new Map(resources.flatMap(({ address, id }) => (id === undefined ? [] : [[address, id]]))),
    ...(edgeAddress !== undefined && { edgeAddress }),
  };
}

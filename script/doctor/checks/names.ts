import type { CloudApi } from "../cloud/api";
import { COLLECTIONS } from "../collections";
import type { Deployed } from "../deployed";
import { type Finding, notChecked, ok, wrong } from "../finding";
import type { Planned } from "../planned";

/** Names of resources that are to be created and that something else in the folder has. */
export async function names(
  api: CloudApi,
  folder: string,
  planned: readonly Planned[],
  deployed: Deployed | undefined,
): Promise<readonly Finding[]> {
  const types = Object.keys(COLLECTIONS).filter((type) => planned.some((resource) => resource.type === type));
  const taken = await Promise.all(
    types.map(async (type) => {
      const { service, path, key } = COLLECTIONS[type] as (typeof COLLECTIONS)[string];
      const members = await api.list<{ id: string; name?: string }>(service, path, key, { folderId: folder });
      return planned
        .filter((resource) => resource.type === type)
        .flatMap(({ address, block }) =>
          members
            .filter(({ id, name }) => name === block["name"] && id !== deployed?.ids.get(address))
            .map(({ id, name }) => `${String(name)} (${key}, ${id})`),
        );
    }),
  );
  const all = taken.flat();
  if (all.length === 0) return [ok("none is taken")];
  if (deployed === undefined) {
    return [notChecked(`the state is in Object Storage, so these may be this installation's own: ${all.join(", ")}`)];
  }
  return [
    wrong(
      `taken by resources that are not in the state: ${all.join(", ")}`,
      "delete them, take another name in the config, or deploy with the state that holds them",
    ),
  ];
}

import type { Installation } from "../../../config/schema";
import { type CloudApi, Refusal } from "../cloud/api";
import { type Finding, notChecked, ok, wrong } from "../finding";

const GIB = 2 ** 30;
const PUBLIC_IMAGES = "standard-images";
const ABSENT = [400, 404];

/** The zone of everything. */
export function zoneOf({ cloud }: Installation, env: NodeJS.ProcessEnv): string | undefined {
  return cloud.zone ?? (env["YC_ZONE"] || undefined);
}

export async function zone(api: CloudApi, name: string | undefined): Promise<readonly Finding[]> {
  if (name === undefined)
    return [wrong("expected a zone, found none", "set cloud.zone, or export YC_ZONE=ru-central1-a")];
  const zones = await api.list<{ id: string; status: string }>("compute", "/compute/v1/zones", "zones");
  const found = zones.find(({ id }) => id === name);
  if (found?.status === "UP") return [ok(name)];
  const up = zones.filter(({ status }) => status === "UP").map(({ id }) => id);
  const text = found ? `${name} is ${found.status}` : `there is no zone ${name}`;
  return [wrong(text, `set cloud.zone to one of ${up.join(", ")}`)];
}

export async function image(api: CloudApi, { cloud, machines }: Installation): Promise<readonly Finding[]> {
  const family = cloud.imageFamily;
  try {
    const query = { folderId: PUBLIC_IMAGES, family };
    const { name, minDiskSize = 0 } = await api.get("compute", "/compute/v1/images:latestByFamily", query);
    const smallest = Math.ceil(Number(minDiskSize) / GIB);
    const small = Object.entries(machines).filter(([, { diskGb }]) => diskGb < smallest);
    if (small.length === 0) return [ok(`${family}: ${String(name)}`)];
    const places = small.map(([machine, { diskGb }]) => `machines.${machine}.diskGb is ${diskGb}`);
    return [
      wrong(`${String(name)} needs a disk of ${smallest} GB, and ${places.join(", ")}`, `set at least ${smallest}`),
    ];
  } catch (error) {
    if (!(error instanceof Refusal) || !ABSENT.includes(error.status)) throw error;
    return [
      wrong(`there is no public image of the family ${family}: ${error.message}`, "set cloud.imageFamily: debian-13"),
    ];
  }
}

export async function diskTypes(
  api: CloudApi,
  { machines }: Installation,
  zoneName: string | undefined,
): Promise<readonly Finding[]> {
  const { edge, appNode, database } = machines;
  const wanted = new Map([
    ["machines.edge.diskType", edge.diskType],
    ["machines.appNode.diskType", appNode.diskType],
    ["machines.database.diskType", database.diskType],
    ["machines.database.dataDisk.type", database.dataDisk.type],
  ]);
  const types = await api.list<{ id: string; zoneIds: readonly string[] }>(
    "compute",
    "/compute/v1/diskTypes",
    "diskTypes",
  );
  const here = types.filter(({ zoneIds }) => zoneName === undefined || zoneIds.includes(zoneName)).map(({ id }) => id);
  // One that there is not is said of the zone.
  if (here.length === 0) return [notChecked(`${zoneName ?? "the cloud"} has none`)];
  const missing = [...wanted].filter(([, type]) => !here.includes(type));
  if (missing.length === 0) return [ok([...new Set(wanted.values())].join(", "))];
  return missing.map(([place, type]) =>
    wrong(`${place} is ${type}, which ${zoneName ?? "the cloud"} does not have`, `set it to one of ${here.join(", ")}`),
  );
}

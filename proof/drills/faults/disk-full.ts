import type { Fault } from "../fault";
import type { Site } from "../site";
import { APP_NODES, EDGE } from "../../target/deployment";

const [NODE] = APP_NODES;
const FILE = "/var/log/drill-fills-the-disk.log";

/**
 * Fills the disk of an app node to the last block, as logs would. Then one of its instances dies and has to come back without
 * a free byte.
 */
export const appNodeDiskFull: Fault = {
  async inject(site) {
    const { name } = site.instance(NODE);
    await filled(site, NODE);
    await site.pause(5);
    await site.machine(NODE).succeed(`kill -9 $(docker inspect --format '{{.State.Pid}}' ${name})`);
    site.note(`killed ${name} on ${NODE}`);
  },
  lastsSeconds: 12,
  ...emptied(NODE),
};

/** Fills the disk of the edge to the last block, for longer than an answer of /long_dummy is kept. */
export function edgeDiskFull(lastsSeconds: number): Fault {
  return { sparesInstances: true, inject: (site) => filled(site, EDGE), lastsSeconds, ...emptied(EDGE) };
}

async function filled(site: Site, machine: string): Promise<void> {
  // First in one piece, then the rest block by block.
  const line = `fallocate -l $(($(df --output=avail --block-size=1 /var/log | tail -n 1) / 4096 * 4096)) ${FILE} || true
    dd if=/dev/zero of=${FILE} oflag=append conv=notrunc bs=4k 2>/dev/null || true
    df --output=avail --block-size=1 /var/log | tail -n 1`;
  const left = (await site.machine(machine).succeed(line, { timeoutSeconds: 120 })).trim();
  site.note(`${machine}: disk full, ${left} bytes left`);
}

function emptied(machine: string): Required<Pick<Fault, "heal" | "restore">> {
  const empty = async (site: Site): Promise<void> => {
    const out = await site.machine(machine).succeed(`if [[ -e ${FILE} ]]; then rm ${FILE}; echo emptied; fi`);
    if (out !== "") site.note(`${machine}: disk emptied`);
  };
  return { heal: empty, restore: empty };
}

import { dirname } from "node:path";
import type { Fault } from "../fault";
import type { Site } from "../site";
import { APP_NODES, DATABASE, EDGE } from "../../target/deployment";
import { databaseAnswers } from "./database-answers";

const [NODE] = APP_NODES;
/** What fills a disk, and for whom: root has the last blocks of a file system to itself. */
interface Filler {
  readonly file: string;
  readonly user: string;
}

const LOGS: Filler = { file: "/var/log/drill-fills-the-disk.log", user: "root" };
const DATA: Filler = { file: "/var/lib/postgresql/17/drill-fills-the-disk", user: "postgres" };

/**
 * Fills the disk of an app node to the last block, as logs would. Then one of its instances dies and has to come back without
 * a free byte.
 */
export const appNodeDiskFull: Fault = {
  async inject(site) {
    const { name } = site.instance(NODE);
    await filled(site, NODE, LOGS);
    await site.pause(5);
    await site.machine(NODE).succeed(`kill -9 $(docker inspect --format '{{.State.Pid}}' ${name})`);
    site.note(`killed ${name} on ${NODE}`);
  },
  lastsSeconds: 12,
  ...emptied(NODE, LOGS),
};

/** Fills the disk of the edge to the last block, for longer than an answer of /long_dummy is kept. */
export function edgeDiskFull(lastsSeconds: number): Fault {
  return rootDiskFull(EDGE, lastsSeconds);
}

/** Fills the root disk of the database's machine to the last block. */
export function databaseRootFull(lastsSeconds: number): Fault {
  return rootDiskFull(DATABASE, lastsSeconds);
}

/**
 * Fills the data disk to the last block that PostgreSQL can have, as its tables would. A checkpoint, which comes every quarter
 * of an hour, meets that; then PostgreSQL is killed, and has to be back soon after there is room.
 */
export function dataDiskFull(lastsSeconds: number): Fault {
  return {
    sparesInstances: true,
    async inject(site) {
      await filled(site, DATABASE, DATA);
      const database = site.machine(DATABASE);
      const ask = "source /usr/local/lib/bingo/database.sh; sql postgres";
      await site.pause(lastsSeconds / 2);
      await database.run(`${ask} --command=CHECKPOINT --command='SELECT pg_switch_wal()'`);
      site.note(`${DATABASE}: checkpoint, and the next file of changes`);
      await site.pause(lastsSeconds / 2);
      await database.succeed("kill -9 $(head -n 1 /run/postgresql/17-main.pid)");
      site.note(`${DATABASE}: PostgreSQL killed`);
    },
    lastsSeconds: lastsSeconds / 2,
    recovered: databaseAnswers,
    ...emptied(DATABASE, DATA),
  };
}

function rootDiskFull(machine: string, lastsSeconds: number): Fault {
  return {
    sparesInstances: true,
    inject: (site) => filled(site, machine, LOGS),
    lastsSeconds,
    ...emptied(machine, LOGS),
  };
}

async function filled(site: Site, machine: string, { file, user }: Filler): Promise<void> {
  const folder = dirname(file);
  const left = `df --output=avail --block-size=1 ${folder} | tail -n 1`;
  // First in one piece, then the rest block by block.
  const line = `install -o ${user} /dev/null ${file}
    as() { setpriv --reuid=${user} --regid=${user} --init-groups "$@"; }
    as fallocate -l $(($(${left}) / 4096 * 4096)) ${file} || true
    as dd if=/dev/zero of=${file} oflag=append conv=notrunc bs=4k 2>/dev/null || true
    ${left}`;
  const found = (await site.machine(machine).succeed(line, { timeoutSeconds: 120 })).trim();
  site.note(`${machine}: disk full, ${found} bytes left`);
}

function emptied(machine: string, { file }: Filler): Required<Pick<Fault, "heal" | "restore">> {
  const empty = async (site: Site): Promise<void> => {
    const out = await site.machine(machine).succeed(`if [[ -e ${file} ]]; then rm ${file}; echo emptied; fi`);
    if (out !== "") site.note(`${machine}: disk emptied`);
  };
  return { heal: empty, restore: empty };
}

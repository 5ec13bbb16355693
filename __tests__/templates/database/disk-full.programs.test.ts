import { debianRoot } from "../../support/debian-root";
import { exampleMachines } from "../../support/example";
import { MachineTree } from "../../support/machine-tree";

jest.setTimeout(300_000);

// A real file system that is full, by the rendered configuration of PostgreSQL and the program that runs before it.
let tree: MachineTree;

const MAIN = "setpriv --reuid=postgres --regid=postgres --init-groups /usr/lib/postgresql/17/bin/pg_ctl --silent --wait";
const START = `cd / && ${MAIN} start --pgdata=$CLUSTER --log=/run/postgresql/log \
  --options='-c config_file=/etc/postgresql/17/main/postgresql.conf'`;
const FILLER = "/var/lib/postgresql/17/filler";

beforeAll(async () => {
  const [machine] = exampleMachines(["database"]);
  if (machine === undefined) throw new Error("the example has no database");
  tree = await MachineTree.open(debianRoot(), machine.name, machine.address);
  tree.write(machine.files);
  must(`
    truncate --size=4G /srv/disk
    mknod /dev/loop-control c 10 237
    for try in 1 2 3; do
      device=$(losetup --find)
      [[ -e $device ]] || mknod "$device" b 7 "\${device#/dev/loop}"
      if losetup "$device" /srv/disk; then break; fi
    done
    mkfs.ext4 -q -m 1 "$device"
    install -d "$VOLUME" && mount "$device" "$VOLUME"
    losetup --detach "$device"
    sed -i "s|^DATA_DEVICE=.*|DATA_DEVICE=$device|" /etc/bingo/role.env
    systemd-sysusers
    install -d -o postgres -g postgres /run/postgresql "$VOLUME/17"
    as_postgres initdb --pgdata="$CLUSTER" --data-checksums --auth=trust --no-sync >/dev/null
    rm "$CLUSTER"/{postgresql,pg_hba,pg_ident}.conf
    ${START}
    sql postgres --command='CREATE TABLE public.rows (id bigserial PRIMARY KEY, text text)' \
      --command="INSERT INTO public.rows (text) SELECT repeat('x', 500) FROM generate_series(1, 10000)"
  `);
});

afterAll(async () => {
  tree.script("umount --lazy /var/lib/postgresql");
  await tree.close();
});

const run = (script: string) =>
  tree.script(`source /usr/local/lib/bingo/database.sh\n${script}`, { seconds: 120 });

function must(script: string): string {
  const { status, output } = run(script);
  if (status !== 0) throw new Error(output);
  return output.trim();
}

const pid = () => must("head -n 1 /run/postgresql/17-main.pid");
const rows = () => Number(must("sql postgres --command='SELECT count(*) FROM public.rows'"));
const kept = () => Number(must("dumpe2fs -h $DATA_DEVICE 2>/dev/null | sed -n 's/^Reserved block count: *//p'"));
const insert = "sql postgres --command=\"INSERT INTO public.rows (text) VALUES (repeat('y', 2000))\"";

describe("a data disk without a free byte", () => {
  let acknowledged: number;

  beforeAll(() => {
    must(`
      as_postgres fallocate -l $(($(df --output=avail --block-size=1 "$VOLUME" | tail -n 1) / 4096 * 4096)) ${FILLER} || true
      as_postgres dd if=/dev/zero of=${FILLER} oflag=append conv=notrunc bs=4k 2>/dev/null || true
    `);
    acknowledged = rows();
  });

  it("refuses what needs room, goes on reading, and lets a checkpoint pass", () => {
    const before = pid();
    let last = run(insert);
    for (; last.status === 0 && acknowledged < 20_000; last = run(insert)) acknowledged += 1;
    expect(last.output).toMatch(/could not extend file .*: No space left on device/);
    // It may miss room for the next file of changes, which is no more than an error.
    run("sql postgres --command=CHECKPOINT");
    expect(must("grep -c PANIC /run/postgresql/log || true")).toBe("0");
    expect(rows()).toBe(acknowledged);
    expect(pid()).toBe(before);
  });

  it("has PostgreSQL start again with the blocks that were root's, and every row", () => {
    must(`${MAIN} stop --mode=immediate --pgdata=$CLUSTER`);
    // Its own files had a little.
    must(`as_postgres dd if=/dev/zero of=${FILLER} oflag=append conv=notrunc bs=4k 2>/dev/null || true`);
    expect(run(START).status).not.toBe(0);
    expect(must("tail -n 3 /run/postgresql/log")).toContain("No space left on device");
    expect(kept()).toBeGreaterThan(0);
    expect(must("/usr/local/lib/bingo/disk-reserve")).toMatch(/is full: PostgreSQL gets the blocks that are kept for root/);
    must(START);
    expect(rows()).toBe(acknowledged);
    expect(kept()).toBe(0);
  });

  it("keeps blocks for root again when there is room, and then leaves all as it is", () => {
    expect(must("/usr/local/lib/bingo/disk-reserve")).toBe("");
    must(`rm ${FILLER}`);
    expect(must("/usr/local/lib/bingo/disk-reserve")).toMatch(/has room again: 1 % of it are kept for root/);
    expect(kept()).toBeGreaterThan(0);
    expect(must("/usr/local/lib/bingo/disk-reserve")).toBe("");
    must(insert);
  });
});

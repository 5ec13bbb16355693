import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildObjectStorage } from "../../../lab/host/object-storage";
import { debianRoot } from "../../support/debian-root";
import { exampleMachines } from "../../support/example";
import { MachineTree, type Verdict } from "../../support/machine-tree";

jest.setTimeout(900_000);

/** Rows that the machine is told to expect. */
const EXPECTED = "MOVIES=3\nCUSTOMERS=4\nSESSIONS=10\n";

/** Does what systemd does for PostgreSQL, bingo-prepare and the trial of a restore; whatever else it is asked for has happened. */
const SYSTEMCTL = `#!/bin/bash
PATH=/usr/lib/postgresql/17/bin:$PATH
# What systemd starts has nothing of who asked for it.
exec 9>&-
postgres() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
case "$*" in
  "stop postgresql@17-main")
    if [[ -e /run/postgresql/17-main.pid ]]; then
      postgres pg_ctl stop --wait --silent --mode=fast --pgdata=/var/lib/postgresql/17/main ||
        { kill -QUIT "$(head -n 1 /run/postgresql/17-main.pid)"; sleep 1; }
    fi
    rm -f /run/postgresql/17-main.pid ;;
  start*" postgresql@17-main" | "start postgresql@17-main")
    # As the unit: one that ends by itself would be started again.
    postgres pg_ctl start --wait --silent --pgdata=/var/lib/postgresql/17/main --log=/run/postgresql/log \\
      --options='-c config_file=/etc/postgresql/17/main/postgresql.conf' || echo 1 >/run/restarts ;;
  *NRestarts*postgresql*) cat /run/restarts 2>/dev/null || echo 0 ;;
  "reset-failed postgresql@17-main") rm -f /run/restarts ;;
  "start database-restore-trial")
    trial=/var/lib/postgresql/bingo/trial
    install -d -o postgres -g postgres -m 0700 $trial /run/database-restore-trial
    status=0
    (postgres /usr/local/sbin/bingo-restore-trial && /usr/local/lib/bingo/note-restore now) >/run/trial.log 2>&1 || status=1
    rm -rf $trial
    exit $status ;;
  "start bingo-prepare@"*)
    setpriv --reuid=bingo --regid=bingo --init-groups /srv/prepare >/run/bingo-load/prepare.log 2>&1 ;;
esac
true
`;

const JOURNALCTL = `#!/bin/sh
case "$*" in *database-restore-trial*) exec cat /run/trial.log ;; esac
exec tail -n 5 /run/postgresql/log
`;

const PREPARE = `#!/bin/bash
export PGPASSWORD=$(sed -n 's/^  password: "\\(.*\\)"$/\\1/p' /opt/bingo/config.yaml)
/usr/lib/postgresql/17/bin/psql -XAtq --host=127.0.0.1 --dbname=bingo --username=bingo <<'END'
CREATE TABLE movies (id serial, name varchar, year int, duration bigint);
CREATE TABLE customers (id serial, name varchar(80), surname varchar(80), birthday date, email varchar(256));
CREATE TABLE sessions (id bigserial, start_time timestamp, customer_id int, movie_id int);
INSERT INTO movies (year) SELECT 2000 FROM generate_series(1, 3);
INSERT INTO customers (name) SELECT 'Anna' FROM generate_series(1, 4);
INSERT INTO sessions (movie_id) SELECT 0 FROM generate_series(1, 10);
END
echo prepared
`;

const HOST = "storage.yandexcloud.net";
const folder = mkdtempSync(join(tmpdir(), "restore-"));
let tree: MachineTree;

beforeAll(async () => {
  const root = debianRoot();
  const [machine] = exampleMachines(["database"]);
  if (machine === undefined) throw new Error("the example has no database");
  const program = join(folder, "versitygw");
  await buildObjectStorage(program);
  execFileSync("chmod", ["0755", folder]);
  tree = await MachineTree.open(root, machine.name, machine.address);
  tree.write(machine.files);
  tree.write([
    { path: "/usr/local/sbin/systemctl", content: SYSTEMCTL, permissions: "0755" },
    { path: "/usr/local/sbin/journalctl", content: JOURNALCTL, permissions: "0755" },
    { path: "/usr/local/sbin/bingo-fetch", content: "#!/bin/sh\n", permissions: "0755" },
    { path: "/srv/prepare", content: PREPARE, permissions: "0755" },
  ]);
  tree.must(["bash", "-c", "base64 -d >/srv/versitygw && chmod +x /srv/versitygw"], {
    input: execFileSync("base64", ["-w", "0", program], { maxBuffer: 512 * 1024 * 1024 }),
  });
  must(`
    systemd-sysusers
    # A gigabyte of changes ahead would be made after each restore.
    sed -i 's/^min_wal_size = .*/min_wal_size = 64MB/' /etc/postgresql/17/main/postgresql.conf
    cat >>/etc/bingo/role.env <<<'${EXPECTED}'
    . /usr/local/lib/bingo/database.sh
    install -d -o postgres -g postgres /run/postgresql /var/spool/pgbackrest
    install -d -g postgres -m 0750 /etc/bingo/backup
    install -d -m 0755 /var/lib/prometheus/node-exporter /opt/bongo/logs
    install -o postgres -m 0644 /dev/null "$BACKUP_METRICS"
    install -d /opt/bingo && touch /opt/bingo/bingo
    write_config "$(printf '%064d' 7)" bingo
    echo '127.0.0.1 ${HOST}' >>/etc/hosts
    install -d /srv/buckets/my-backups /srv/metadata "$INBOX"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout /srv/key.pem -out /srv/storage.pem \
      -days 2 -subj /CN=storage -addext subjectAltName=DNS:${HOST} 2>/dev/null
    printf 'id\\nsecretsecret\\n' >"$INBOX/backup-key"
    cp /srv/storage.pem "$INBOX/backup-ca"
    install -d "$MARKS" && touch "$MARKS/ready"
    /usr/local/sbin/bingo-receive
  `);
  serveStorage();
});

afterAll(async () => {
  await tree.close();
  rmSync(folder, { recursive: true });
});

function must(script: string): string {
  const verdict = tree.script(script, { seconds: 120 });
  if (verdict.status !== 0) throw new Error(verdict.output);
  return verdict.output;
}

function serveStorage(): void {
  must(`
    ROOT_ACCESS_KEY=id ROOT_SECRET_KEY=secretsecret setsid /srv/versitygw --quiet --keep-alive --cert /srv/storage.pem \
      --key /srv/key.pem --region ru-central1 --port 127.0.0.1:443 posix --sidecar /srv/metadata /srv/buckets \
      >/srv/storage.log 2>&1 </dev/null &
    echo $! >/srv/storage.pid
    until curl --silent --cacert /srv/storage.pem --output /dev/null https://${HOST}/; do sleep 0.1; done
  `);
}

/** What bingo-load does on a disk that has been made a moment ago. */
function load(seconds = 120): Verdict {
  return tree.script(
    `
    . /usr/local/lib/bingo/database.sh
    systemctl stop postgresql@17-main
    rm -rf "$MARKS" "$VOLUME/17" && install -d "$MARKS" && install -d -o postgres -g bingo -m 0750 "\${DUMP%/*}"
    touch "$MARKS/loading" && rm -rf /run/bingo-load && install -d /run/bingo-load
    /usr/local/sbin/bingo-load
  `,
    { seconds },
  );
}

const backup = () => must("setpriv --reuid=postgres --regid=postgres --init-groups /usr/local/sbin/bingo-backup");
const restore = (...words: readonly string[]) =>
  tree.run(["/usr/local/sbin/bingo-restore", ...words], { seconds: 120 });
const ask = (statement: string, database = "bingo") =>
  tree
    .must(["bash", "-c", '. /usr/local/lib/bingo/database.sh; sql "$1" --command="$2"', "ask", database, statement])
    .trim();
const sessions = () => Number(ask("SELECT count(*) FROM public.sessions"));
const add = () => ask("INSERT INTO public.sessions (movie_id) VALUES (1)");
/** The database's own moment, a second later than everything so far. */
const moment = () => ask("SELECT pg_sleep(1)::text || clock_timestamp() || pg_sleep(1)::text", "postgres");

it("takes the bucket's key out of the inbox, for PostgreSQL's user alone", () => {
  expect(tree.must(["stat", "-c", "%U:%G %a", "/etc/bingo/backup/key.conf"])).toBe("root:postgres 640\n");
  expect(tree.must(["ls", "/home/ops/inbox"])).toBe("");
});

describe("a database that is backed up", () => {
  beforeAll(() => {
    expect(load()).toMatchObject({ status: 0 });
    backup();
  });

  it("has a full backup first, and what has changed since with the next one", () => {
    backup();
    const info = must(". /usr/local/lib/bingo/database.sh; backrest info");
    expect(info.match(/(full|incr) backup:/g)).toEqual(["full backup:", "incr backup:"]);
    expect(tree.must(["cat", "/var/lib/prometheus/node-exporter/bingo-backup.prom"])).toMatch(
      /^bingo_backup_last_timestamp_seconds \d{10}$/m,
    );
  });

  it("has changes ahead of it, for which a full disk needs no room", () => {
    expect(ask("SELECT sum(size) >= 64 * 1024 * 1024 FROM pg_ls_waldir()", "postgres")).toBe("t");
  });

  it("is backed up by a role that may not enter the database bingo", () => {
    const rights = "rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls";
    expect(ask(`SELECT ${rights} FROM pg_roles WHERE rolname = 'backup'`, "postgres")).toBe("f");
    expect(ask("SELECT has_database_privilege('backup', 'bingo', 'CONNECT')", "postgres")).toBe("f");
  });

  it("goes back to the second before a wrong DELETE, and keeps what was there", () => {
    add();
    const before = moment();
    ask("DELETE FROM public.sessions");
    const verdict = restore("--to", before);
    expect(verdict).toMatchObject({ status: 0 });
    expect(verdict.output).toMatch(/rows before: movies 3, customers 4, sessions 0\n/);
    expect(verdict.output).toMatch(/rows now: movies 3, customers 4, sessions 11\n/);
    expect(sessions()).toBe(11);
    expect(must(". /usr/local/lib/bingo/database.sh; ls $ASIDE").trim()).toBe("main");
  });

  it("takes no second restore while a cluster is aside, and undoes the first", () => {
    add();
    expect(restore("--latest")).toMatchObject({
      status: 1,
      output: expect.stringContaining("expected no cluster aside") as string,
    });
    expect(restore("--undo")).toMatchObject({ status: 0 });
    expect(sessions()).toBe(0);
    add();
  });

  it("after an undo, follows what came after the undo", () => {
    backup();
    add();
    const later = moment();
    add();
    expect(restore("--to", later)).toMatchObject({ status: 0 });
    expect(sessions()).toBe(2);
    expect(restore("--confirm")).toMatchObject({ status: 0 });
    expect(must(". /usr/local/lib/bingo/database.sh; ls $MARKS")).not.toContain("aside");
  });

  it("keeps a password that was changed after the moment", () => {
    const before = moment();
    must("/usr/local/lib/bingo/set-password <<<another");
    const verifier = "SELECT rolpassword FROM pg_authid WHERE rolname = 'bingo'";
    const now = ask(verifier, "postgres");
    expect(restore("--to", before)).toMatchObject({ status: 0 });
    expect(ask(verifier, "postgres")).toBe(now);
    restore("--confirm");
  });

  it.each([
    ["a moment to come", ["--to", "2099-01-01 00:00:00+00"], "expected a time in the past"],
    ["a moment before all backups", ["--to", "2020-01-01 00:00:00+00"], "the oldest backup, found 2020"],
    ["a word that is no option", ["--now"], "expected --to TIME, --latest"],
  ])("refuses %s, and touches nothing", (_, words, why) => {
    const rows = sessions();
    expect(restore(...words)).toMatchObject({ status: 1, output: expect.stringContaining(why) as string });
    expect(sessions()).toBe(rows);
  });

  it("puts the cluster of before back when the bucket gives nothing", () => {
    add();
    const rows = sessions();
    must("mv /srv/buckets/my-backups/bingo/backup/bingo/2* /srv/");
    const { status, output } = restore("--latest");
    must("mv /srv/2* /srv/buckets/my-backups/bingo/backup/bingo/");
    expect(output).toContain("the cluster of before is put back");
    expect(status).toBe(1);
    must("until /usr/lib/postgresql/17/bin/pg_isready --quiet; do sleep 0.2; done");
    expect(sessions()).toBe(rows);
    add();
  });

  describe("tried by a restore beside it", () => {
    const METRIC = "/var/lib/prometheus/node-exporter/bingo-restore.prom";
    const archive = "/srv/buckets/my-backups/bingo/archive/bingo";
    const tried = () => Number(/^bingo_restore_last_timestamp_seconds (\d+)$/m.exec(must(`cat ${METRIC} 2>/dev/null || true`))?.[1]);
    const timelines = () => must(`find ${archive} -name '*.history'`);

    it("says what the copy holds, with the last change, and leaves nothing but the time", () => {
      must(". /usr/local/lib/bingo/database.sh; echo 7 >$RESTORED_AT; /usr/local/lib/bingo/note-restore");
      expect(tried()).toBe(7);
      const before = { rows: sessions() + 1, timelines: timelines() };
      add();
      const { status, output } = restore("--try");
      expect(output).toMatch(
        `with every change up to the beginning: movies 3, customers 4, sessions ${before.rows}; every checksum is right\n`,
      );
      expect(status).toBe(0);
      expect(Date.now() / 1000 - tried()).toBeLessThan(60);
      expect({ rows: sessions(), timelines: timelines() }).toEqual(before);
      expect(must(". /usr/local/lib/bingo/database.sh; ls $MARKS")).not.toContain("trial");
      must("! pgrep -f '[c]luster_name=trial'");
    });

    it("goes on archiving meanwhile", () => {
      add();
      backup();
    });

    /** A trial that has to fail, for this reason. */
    function fails(why: string | RegExp): void {
      const before = tried();
      const { status, output } = restore("--try");
      expect(output).toMatch(why);
      expect(status).toBe(1);
      expect(tried()).toBe(before);
      expect(must(". /usr/local/lib/bingo/database.sh; ls $MARKS")).not.toContain("trial");
      must("! pgrep -f '[c]luster_name=trial'");
      expect(sessions()).toBeGreaterThan(0);
    }

    it("finds that a segment of changes is missing", () => {
      add();
      const segment = ask("SELECT pg_walfile_name(pg_switch_wal())", "postgres");
      must(`until ls ${archive}/*/*/${segment}-*; do sleep 0.2; done; mv ${archive}/*/*/${segment}-* /srv/`);
      try {
        fails(/expected the change \d+ in what the bucket gives, found changes before \d+ only/);
      } finally {
        must(`mv /srv/${segment}-* "$(ls -d ${archive}/*/*/ | tail -n 1)"`);
      }
    });

    it("finds that files of the backup are damaged", () => {
      const folder = "/srv/buckets/my-backups/bingo/backup/bingo";
      must(`cp -r ${folder} /srv/whole
        find ${folder}/2* -path '*/bundle/*' -type f | while read -r file; do
          printf damaged | dd of="$file" bs=1 seek=$(($(stat -c %s "$file") / 2)) conv=notrunc status=none
        done`);
      try {
        fails("pgbackrest restore: expected exit status 0");
      } finally {
        must(`rm -r ${folder}; mv /srv/whole ${folder}`);
      }
    });

    it("finds that a page was damaged before the backup", () => {
      const file = ask("SELECT pg_relation_filepath(oid) FROM pg_class WHERE relname = 'customers_surname_name_birthday_id'");
      must("systemctl stop postgresql@17-main");
      must(`cd /var/lib/postgresql/17/main; cp -p ${file} /srv/page; printf X | dd of=${file} bs=1 seek=9000 conv=notrunc status=none`);
      must("systemctl start postgresql@17-main");
      backup();
      try {
        fails("expected the right checksum on every page");
      } finally {
        must("systemctl stop postgresql@17-main");
        must(`cp -p /srv/page /var/lib/postgresql/17/main/${file}`);
        must("systemctl start postgresql@17-main");
        backup();
      }
    });

    it("does not begin where the copy would fill the disk", () => {
      const little = "#!/bin/sh\necho '  1B-blocks Avail'; echo '10000000000 2000000000'\n";
      tree.write([{ path: "/usr/local/sbin/df", content: little, permissions: "0755" }]);
      try {
        fails(/expected 2\d{9} bytes free at \/var\/lib\/postgresql for a copy of the database/);
      } finally {
        must("rm /usr/local/sbin/df");
      }
    });
  });

  it("comes back on a blank disk, with every row", () => {
    backup();
    add();
    const rows = sessions();
    ask("SELECT pg_switch_wal()", "postgres");
    must(". /usr/local/lib/bingo/database.sh; until ! ls $CLUSTER/pg_wal/archive_status/*.ready 2>/dev/null; do sleep 0.2; done");
    const verdict = load();
    expect(verdict).toMatchObject({ status: 0, output: expect.stringContaining("restoring the backup") as string });
    expect(sessions()).toBe(rows);
    expect(tree.must(["ls", "/var/lib/postgresql/bingo"]).trim().split("\n")).toEqual([
      ...["counts", "dump", "ready", "restored", "restored-at"],
    ]);
    backup();
  });

  it("is not loaded anew while nobody knows whether there is a backup", () => {
    must("kill $(cat /srv/storage.pid)");
    // pgBackRest itself tries for a minute or two.
    const { status, output } = load(240);
    serveStorage();
    expect(output).toContain("expected the bucket to say what it holds");
    expect(status).toBe(1);
  });
});

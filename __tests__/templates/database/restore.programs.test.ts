import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildGoProgram } from "../../../lab/programs/go-build";
import { PROJECT_ROOT } from "../../../config/paths";
import { debianRoot } from "../../support/debian-root";
import { exampleMachines } from "../../support/example";
import { MachineTree, type Verdict } from "../../support/machine-tree";

jest.setTimeout(900_000);

/** Rows that the machine is told to expect. */
const EXPECTED = "MOVIES=3\nCUSTOMERS=4\nSESSIONS=10\n";

/** Does what systemd does for PostgreSQL and bingo-prepare; whatever else it is asked for has happened. */
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
  "start bingo-prepare@"*)
    setpriv --reuid=bingo --regid=bingo --init-groups /srv/prepare >/run/bingo-load/prepare.log 2>&1 ;;
esac
true
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
  await buildGoProgram({
    name: "the S3 server",
    folder: join(PROJECT_ROOT, "lab", "programs", "object-storage"),
    package: "github.com/versity/versitygw/cmd/versitygw",
    output: program,
  });
  execFileSync("chmod", ["0755", folder]);
  tree = await MachineTree.open(root, machine.name, machine.address);
  tree.write(machine.files);
  tree.write([
    { path: "/usr/local/sbin/systemctl", content: SYSTEMCTL, permissions: "0755" },
    { path: "/usr/local/sbin/journalctl", content: "#!/bin/sh\ntail -n 5 /run/postgresql/log\n", permissions: "0755" },
    { path: "/usr/local/sbin/bingo-fetch", content: "#!/bin/sh\n", permissions: "0755" },
    { path: "/srv/prepare", content: PREPARE, permissions: "0755" },
  ]);
  tree.must(["bash", "-c", "base64 -d >/srv/versitygw && chmod +x /srv/versitygw"], {
    input: execFileSync("base64", ["-w", "0", program], { maxBuffer: 512 * 1024 * 1024 }),
  });
  must(`
    systemd-sysusers
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

  it("comes back on a blank disk, with every row", () => {
    backup();
    add();
    const rows = sessions();
    ask("SELECT pg_switch_wal()", "postgres");
    must(". /usr/local/lib/bingo/database.sh; until ! ls $CLUSTER/pg_wal/archive_status/*.ready 2>/dev/null; do sleep 0.2; done");
    const verdict = load();
    expect(verdict).toMatchObject({ status: 0, output: expect.stringContaining("restoring the backup") as string });
    expect(sessions()).toBe(rows);
    expect(tree.must(["ls", "/var/lib/postgresql/bingo"]).trim().split("\n")).toEqual(["counts", "dump", "ready", "restored"]);
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

import { debianRoot } from "../../support/debian-root";
import { exampleMachines } from "../../support/example";
import { MachineTree, type Verdict } from "../../support/machine-tree";

jest.setTimeout(600_000);

/** Rows that the machine is told to expect. It has no bucket here. */
const EXPECTED = "MOVIES=3\nCUSTOMERS=4\nSESSIONS=10\nBACKUPS=\n";

/** Does what systemd does for bingo-load; whatever else it is asked for has happened. */
const SYSTEMCTL = `#!/bin/bash
PATH=/usr/lib/postgresql/17/bin:$PATH
postgres() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
case "$*" in
  "stop postgresql@17-main")
    if [[ -e /run/postgresql/17-main.pid ]]; then postgres pg_ctl stop --wait --silent --mode=fast --pgdata=/var/lib/postgresql/17/main; fi ;;
  "start postgresql@17-main")
    postgres pg_ctl start --wait --silent --pgdata=/var/lib/postgresql/17/main --log=/run/postgresql/log \\
      --options='-c config_file=/etc/postgresql/17/main/postgresql.conf' ;;
  "start bingo-prepare@"*)
    rm -rf /opt/bongo/logs && install -d -o bingo /opt/bongo/logs
    what=\${2#*@}
    setpriv --reuid=bingo --regid=bingo --init-groups /usr/local/lib/bingo/prepare "\${what%.service}" >/run/bingo-load/prepare.log 2>&1 ;;
esac
true
`;

/** A bingo whose prepare_db, started for the n-th time, then does what line n of /srv/faults says. */
const BINGO = `#!/bin/bash
echo >>/srv/starts
fault=$(sed -n "$(wc -l </srv/starts)p" /srv/faults)
export PGPASSWORD=$(sed -n 's/^  password: "\\(.*\\)"$/\\1/p' /opt/bingo/config.yaml)
sql() { /usr/lib/postgresql/17/bin/psql -XAtq --host=127.0.0.1 --dbname=bingo --username=bingo "$@" 2>&1; }
sql <<'END'
CREATE TABLE movies (id serial, name varchar, year int, duration bigint);
CREATE TABLE customers (id serial, name varchar(80), surname varchar(80), birthday date, email varchar(256));
CREATE SEQUENCE sessions_ids;
CREATE TABLE sessions (id bigint DEFAULT nextval('sessions_ids'), start_time timestamp, customer_id int, movie_id int);
INSERT INTO movies (year) SELECT 2000 FROM generate_series(1, 3);
INSERT INTO customers (name) SELECT 'Anna' FROM generate_series(1, 4);
INSERT INTO sessions (movie_id) SELECT 0 FROM generate_series(1, 10);
END
eval "$fault"
if [[ $closed != no ]]; then echo '{"level":"info","msg":"Data initialisation compleat."}'; fi
`;

let tree: MachineTree;

beforeAll(async () => {
  const root = debianRoot();
  const [machine] = exampleMachines(["database"]);
  if (machine === undefined) throw new Error("the example has no database");
  tree = await MachineTree.open(root, machine.name, machine.address);
  tree.write(machine.files);
  tree.write([
    { path: "/usr/local/sbin/systemctl", content: SYSTEMCTL, permissions: "0755" },
    { path: "/usr/local/sbin/bingo-fetch", content: "#!/bin/sh\n", permissions: "0755" },
    { path: "/opt/bingo/bingo", content: BINGO, permissions: "0755" },
  ]);
  const prepared = tree.script(`
    systemd-sysusers
    cat >>/etc/bingo/role.env <<<'${EXPECTED}'
    . /usr/local/lib/bingo/database.sh
    install -d -o postgres -g postgres /run/postgresql
    install -d -o bingo /srv
    write_config "$(printf '%064d' 7)" bingo
  `);
  expect(prepared).toMatchObject({ status: 0 });
});

afterAll(() => tree.close());

/** Loads, while the n-th prepare_db has the n-th of the faults. @param before a script that runs first */
function load(faults: readonly string[], before = ""): Verdict {
  tree.write([
    { path: "/srv/faults", content: `${faults.join("\n")}\n` },
    { path: "/srv/starts", content: "", owner: "bingo:bingo" },
  ]);
  return tree.script(`
    . /usr/local/lib/bingo/database.sh
    systemctl stop postgresql@17-main
    rm -rf "$MARKS" && install -d "$MARKS" && install -d -o postgres -g bingo -m 0750 "\${DUMP%/*}"
    touch "$MARKS/loading" && install -d /run/bingo-load
    ${before}
    /usr/local/sbin/bingo-load
  `);
}

const starts = () => tree.must(["cat", "/srv/starts"]).length;
const marks = () => tree.must(["ls", "/var/lib/postgresql/bingo"]).trim().split("\n");
const ask = (statement: string, database = "bingo") =>
  tree.must(["bash", "-c", '. /usr/local/lib/bingo/database.sh; sql "$1" --command="$2"', "ask", database, statement]).trim();

it("accepts data that is complete", () => {
  expect(load([])).toMatchObject({ status: 0 });
  expect(starts()).toBe(1);
  expect(marks()).toEqual(["counts", "dump", "ready"]);
  expect(tree.must(["cat", "/var/lib/postgresql/bingo/counts"])).toBe("movies 3\ncustomers 4\nsessions 10\n");
});

const FAULTS: readonly (readonly [what: string, fault: string, missed: string])[] = [
  ["lost a row", "sql -c 'DELETE FROM sessions WHERE id = 4'", "sessions: expected 10 rows, found 9"],
  ["lost the last row", "sql -c 'DELETE FROM movies WHERE id = 3'", "movies: expected 3 rows, found 2"],
  ["has a row too many", "sql -c 'INSERT INTO customers (name) VALUES (1)'", "customers: expected 4 rows, found 5"],
  [
    "has all rows, but not with the first ids",
    "sql -c 'UPDATE sessions SET id = 11 WHERE id = 4'",
    "sessions: expected the last id to be the number of rows, 10, found 11",
  ],
  ["has an id twice", "sql -c 'UPDATE sessions SET id = 5 WHERE id = 4'", "indexes: expected no error, found .*sessions_id"],
  ["has lost a table", "sql -c 'DROP TABLE movies'", 'expected them to be counted, found .*"public.movies" does not exist'],
  ["is empty", "sql -c 'TRUNCATE movies'", "movies: expected 3 rows, found 0"],
  [
    "warned",
    `echo '{"level":"warn","msg":"Failed insertion","error":"EOF"}'`,
    'expected no "Failed insertion", found 1; the first: .*EOF',
  ],
  [
    "warned in its log alone",
    `echo '{"msg":"Failed insertion"}' >>/opt/bongo/logs/*/main.log`,
    'expected no "Failed insertion", found 1',
  ],
  ["did not come to its end", "closed=no", 'expected the line "Data initialisation compleat.", found none'],
  ["failed", "exit 3", "expected exit status 0, found 3"],
];

it.each(FAULTS)("begins again, once, with data that %s", (_, fault, missed) => {
  const { status, output } = load([fault]);
  expect(output).toMatch(new RegExp(missed));
  expect(output).toContain("loading again, as the first load is not complete (");
  expect({ status, starts: starts(), marks: marks() }).toEqual({
    status: 0,
    starts: 2,
    marks: ["counts", "dump", "ready"],
  });
});

it("fails when the second load is not complete either, and says what was missed", () => {
  const { status, output } = load([FAULTS[0]?.[1] ?? "", "sql -c 'DELETE FROM customers'; closed=no"]);
  expect(status).toBe(1);
  expect(starts()).toBe(2);
  expect(marks()).toContain("loading");
  const end = output.slice(output.indexOf("loading again"));
  expect(end).toContain('prepare_db: expected the line "Data initialisation compleat.", found none');
  expect(end).toContain("customers: expected 4 rows, found 0");
  expect(end).toContain("bingo-load: the data is not complete after the second load either: ");
});

const asBingo = (statement: string) =>
  tree
    .must([
      "bash",
      "-c",
      `. /usr/local/lib/bingo/database.sh; PGPASSWORD=$(config_password) psql -XAtq --host=127.0.0.1 --username=bingo --dbname=bingo -c "$1"`,
      "as-bingo",
      statement,
    ])
    .trim();

/** What runs when somebody restores, analyzes, counts or changes the tables. Each tries to make bingo a superuser. */
const TRAPS = `
  CREATE FUNCTION rise() RETURNS bigint LANGUAGE plpgsql AS $$
    BEGIN RESET SESSION AUTHORIZATION; ALTER ROLE bingo SUPERUSER; RETURN 1; EXCEPTION WHEN OTHERS THEN RETURN 1; END $$;
  CREATE FUNCTION still(bigint) RETURNS bigint IMMUTABLE LANGUAGE plpgsql AS
    'BEGIN PERFORM public.rise(); RETURN $1; END';
  CREATE INDEX snare ON movies (still(id));
  CREATE FUNCTION fired() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM public.rise(); RETURN NULL; END';
  CREATE TRIGGER trap AFTER INSERT OR UPDATE OR DELETE ON sessions EXECUTE FUNCTION fired();
  CREATE VIEW pg_settings AS SELECT 'fsync' AS name, public.rise()::text AS setting;
  CREATE FUNCTION count(bigint) RETURNS bigint LANGUAGE sql AS 'SELECT public.rise()';
  CREATE FUNCTION pg_is_in_recovery() RETURNS boolean LANGUAGE sql AS 'SELECT public.rise() = 0';
  CREATE MATERIALIZED VIEW kept AS SELECT public.rise() AS risen;
  ALTER TABLE customers ALTER email SET DEFAULT public.rise()::text;
  ALTER TABLE movies ADD CONSTRAINT checked CHECK (still(id) = id);
  ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC;`;

describe("a dump", () => {
  const KEPT = "/srv/kept.dump";

  beforeAll(() => {
    expect(load([])).toMatchObject({ status: 0 });
    const dumped = tree.script(`
      chown postgres /var/lib/postgresql/bingo/dump
      setpriv --reuid=postgres --regid=postgres --groups=$(id -g bingo) /usr/local/sbin/bingo-dump
      cp /var/lib/postgresql/bingo/dump/bingo.dump ${KEPT}
    `);
    expect(dumped).toMatchObject({ status: 0, output: "" });
  });

  const deliver = `install -o postgres -g bingo -m 0640 ${KEPT} "$DUMP"`;

  it("takes the place of prepare_db, with what follows the last id", () => {
    expect(load([], deliver)).toMatchObject({ status: 0 });
    expect(starts()).toBe(0);
    expect(ask("SELECT count(*) FROM public.sessions")).toBe("10");
    expect(ask("INSERT INTO public.sessions (movie_id) VALUES (1) RETURNING id")).toBe("11");
    expect(ask("INSERT INTO public.movies (year) VALUES (1) RETURNING id")).toBe("4");
    expect(ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner <> 'bingo'")).toBe("0");
  });

  it("that holds traps gives bingo no right that it did not have, and serves", () => {
    expect(load([])).toMatchObject({ status: 0 });
    const planted = tree.script(`
      . /usr/local/lib/bingo/database.sh
      sql_as_loader <<'END'
      SET ROLE bingo;
      SET search_path = public;
      ${TRAPS}
END
      rm -f "$DUMP" && chown postgres "\${DUMP%/*}"
      setpriv --reuid=postgres --regid=postgres --groups=$(id -g bingo) /usr/local/sbin/bingo-dump
      mv "$DUMP" /srv/hostile.dump
    `);
    expect(planted).toMatchObject({ status: 0 });
    expect(load([], `install -o postgres -g bingo -m 0640 /srv/hostile.dump "$DUMP"`)).toMatchObject({ status: 0 });
    expect(starts()).toBe(0);
    // The traps came with it.
    expect(ask("SELECT count(*) FROM pg_proc WHERE proname = 'rise'")).toBe("1");
    const rights = "rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls";
    expect(ask(`SELECT rolname FROM pg_roles WHERE rolname !~ '^(pg_|postgres$)' AND (${rights})`, "postgres")).toBe("");
    expect(ask("SELECT * FROM pg_db_role_setting", "postgres")).toBe("");
    expect(ask("SELECT defaclacl FROM pg_default_acl")).toBe("");
    expect(asBingo("INSERT INTO sessions (movie_id) VALUES (1) RETURNING id")).toBe("11");
    expect(asBingo("SELECT count(*) FROM movies")).toBe("3");
  });

  it("that is cut short is set aside, and prepare_db runs", () => {
    const { status, output } = load([], `head -c 1500 ${KEPT} >"$DUMP"; chown postgres:bingo "$DUMP"`);
    expect(output).toMatch(/restore: .*pg_restore/);
    expect(output).toContain("loading, as the dump is refused (");
    expect({ status, starts: starts() }).toEqual({ status: 0, starts: 1 });
    expect(tree.must(["ls", "/var/lib/postgresql/bingo/dump"]).trim()).toBe("bingo.dump.rejected");
  });

  it("that holds other rows is set aside, and prepare_db runs", () => {
    const more = "sql -c 'INSERT INTO sessions (movie_id) VALUES (0)'";
    const { status, output } = load([more], `${deliver}; sed -i 's/^SESSIONS=10$/SESSIONS=11/' /etc/bingo/role.env`);
    tree.must(["sed", "-i", "s/^SESSIONS=11$/SESSIONS=10/", "/etc/bingo/role.env"]);
    expect(output).toContain("loading, as the dump is refused (sessions: expected 11 rows, found 10)");
    expect({ status, starts: starts() }).toEqual({ status: 0, starts: 1 });
  });
});

it("runs nothing that the data holds with a superuser's rights", () => {
  const seize = [
    "CREATE FUNCTION seize() RETURNS bigint LANGUAGE plpgsql AS \\$\\$ BEGIN",
    "RESET SESSION AUTHORIZATION; ALTER ROLE bingo SUPERUSER; RETURN 1; END \\$\\$;",
    "ALTER TABLE movies RENAME TO films; CREATE VIEW movies AS SELECT *, seize() FROM films;",
    // In place of functions of the catalog.
    "CREATE FUNCTION count(bigint) RETURNS bigint LANGUAGE sql AS 'SELECT public.seize()';",
    "CREATE FUNCTION pg_size_pretty(numeric) RETURNS text LANGUAGE sql AS 'SELECT public.seize()::text';",
    "CREATE FUNCTION to_char(numeric, text) RETURNS text LANGUAGE sql AS 'SELECT public.seize()::text';",
  ].join(" ");
  load([`sql -c "${seize}"`, `sql -c "${seize}"`]);
  tree.script("/usr/local/sbin/bingo-ready");
  expect(ask("SELECT rolsuper FROM pg_roles WHERE rolname = 'bingo'", "postgres")).toBe("f");
});

describe("while it loads, bingo-ready", () => {
  it("says rows, rows a second and the time left", () => {
    tree.write([
      { path: "/usr/local/sbin/mountpoint", content: "#!/bin/sh\n", permissions: "0755" },
      {
        path: "/usr/local/sbin/systemctl",
        content: "#!/bin/sh\ncase \"$*\" in *is-failed*) exit 1;; *ActiveState*) echo active;; esac\n",
        permissions: "0755",
      },
    ]);
    const { status, output } = tree.script(`
      . /usr/local/lib/bingo/database.sh
      rm -f "$MARKS/ready"
      echo loading >"$STEP" && touch --date='10 seconds ago' "$STEP"
      sed -i 's/^SESSIONS=10$/SESSIONS=1234567/' /etc/bingo/role.env
      sql_as_loader --command='INSERT INTO public.sessions (movie_id) SELECT 0 FROM generate_series(1, 10000)'
      /usr/local/sbin/bingo-ready
    `);
    expect(output).toMatch(/^loading: [1-9]\d?,\d{3} of 1,234,574 rows, [\d,]+ rows\/s, \d+ min \d\d s left, \d+ s\n$/);
    expect(status).toBe(1);
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvalidInstallation } from "../../config/invalid-installation";
import { loadInstallation } from "../../config/load";
import { PROJECT_ROOT } from "../../config/paths";

const EXAMPLE = readFileSync(join(PROJECT_ROOT, "installation.example.yaml"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "config-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const FILE = join(folder, "installation.yaml");
writeFileSync(join(folder, "bingo"), "");
writeFileSync(join(folder, "hook"), "https://hooks.example.org/T0/secret\n");
writeFileSync(join(folder, "hook-port"), "https://hooks.example.org:8443/\n");
writeFileSync(join(folder, "mail"), "secret\n");
writeFileSync(join(folder, "one-line"), "secret\n");
writeFileSync(join(folder, "bucket-key"), "id\nsecret\n");
writeFileSync(join(folder, "key.pem"), "-----BEGIN PRIVATE KEY-----\n");

/** What the person reads. */
function problemsOf(text: string): readonly string[] {
  writeFileSync(FILE, text);
  try {
    loadInstallation(FILE);
    return [];
  } catch (error) {
    if (error instanceof InvalidInstallation) return error.problems;
    throw error;
  }
}

/** The example with parts of it replaced. `§` marks the place that the error must name, and goes. */
function changed(edits: Readonly<Record<string, string>>): { readonly text: string; readonly place: string } {
  const marked = Object.entries(edits).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the example has no ${JSON.stringify(from)}`);
    return text.replace(from, () => to);
  }, EXAMPLE);
  const before = marked.slice(0, marked.indexOf("§")).split("\n");
  return { text: marked.replace("§", ""), place: `${FILE}:${before.length}:${(before.at(-1) ?? "").length + 1}` };
}

const BINARY = "url: https://storage.yandexcloud.net/final-homework/bingo";
const SELF_SIGNED = "  selfSigned:\n    validityDays: 365\n";
const SCRAPES = "scrapeIntervalSeconds: 5";
const MAIL = "{ to: a@b.cd, from: c@d.ef, host: smtp.example.org, port: 587, user: me, passwordFile: mail }";
const LOCAL = "  local:\n    folder: terraform-state\n";
const DATABASE_SIZE = "preemptible: false\n\n    # The data:";
const DATA_DISK = "sizeGb: 96\n      type: network-ssd";

/** One wrong value each: what is changed in the example, and the line it gives. */
const WRONG: readonly (readonly [what: string, edits: Readonly<Record<string, string>>, line: string])[] = [
  [
    "a window for reboots that goes on after midnight",
    { "updates: {}": 'updates: { rebootWindow: { from: §"23:30" } }' },
    "updates.rebootWindow.from: got \"23:30\", allowed: a quoted time from 00:00 to 22:59, for example '02:30'",
  ],
  [
    "a capital letter in the name",
    { "name: bingo": "name: §Bingo" },
    'name: got "Bingo", allowed: 1 to 20 lower-case letters, digits and hyphens, a letter first',
  ],
  [
    "a name of 21 letters",
    { "name: bingo": "name: §abcdefghijklmnopqrstu" },
    'name: got "abcdefghijklmnopqrstu", allowed: 1 to 20 lower-case letters, digits and hyphens, a letter first',
  ],
  [
    "no domain",
    { "domain: bingo.example.org": "", "name: bingo": "§name: bingo" },
    "domain: got nothing, allowed: a lower-case host name with a dot, for example bingo.example.org (others in their xn-- form)",
  ],
  [
    "a key without a value",
    { "domain: bingo.example.org": "domain:§" },
    "domain: got null, allowed: a lower-case host name with a dot, for example bingo.example.org (others in their xn-- form)",
  ],
  [
    "an address as domain",
    { "domain: bingo.example.org": "domain: §203.0.113.7" },
    'domain: got "203.0.113.7", allowed: a lower-case host name with a dot, for example bingo.example.org (others in their xn-- form)',
  ],
  [
    "no e-mail",
    { "\nbingo:": "\n§bingo:", "  studentEmail: someone@example.org": "" },
    "bingo.studentEmail: got nothing, allowed: an e-mail address, for example someone@example.org",
  ],
  [
    "half an e-mail",
    { "someone@example.org": "§someone@" },
    'bingo.studentEmail: got "someone@", allowed: an e-mail address, for example someone@example.org',
  ],
  [
    "a URL that is not of the web",
    { [BINARY]: "url: §ftp://example.org/bingo" },
    'bingo.binary.url: got "ftp://example.org/bingo", allowed: an http or https URL without credentials; quotes, spaces, $ and \\ written as %XX',
  ],
  [
    "a URL with a password",
    { [BINARY]: "url: §https://me:secret@example.org/bingo" },
    'bingo.binary.url: got "https://me:secret@example.org/bingo", allowed: an http or https URL without credentials; quotes, spaces, $ and \\ written as %XX',
  ],
  [
    "a URL that a shell would expand",
    { [BINARY]: "url: §https://example.org/$(id)" },
    'bingo.binary.url: got "https://example.org/$(id)", allowed: an http or https URL without credentials; quotes, spaces, $ and \\ written as %XX',
  ],
  [
    "both URL and file",
    { [`    ${BINARY}`]: "    §url: https://example.org/bingo\n    file: bingo" },
    'bingo.binary: got {"url":"https://example.org/bingo","file":"bingo"}, allowed: exactly one of the keys url, file',
  ],
  [
    "a binary that is not there",
    { [BINARY]: "file: §nowhere/bingo" },
    `bingo.binary.file: got "nowhere/bingo", allowed: the path of an existing regular file; ${folder}/nowhere/bingo is no regular file`,
  ],
  [
    "a folder as binary",
    { [BINARY]: "file: §." },
    `bingo.binary.file: got ".", allowed: the path of an existing regular file; ${folder} is no regular file`,
  ],
  [
    "a binary over http that anyone on the way can change",
    { [BINARY]: "url: §http://files.example.org/bingo" },
    'bingo.binary.url: got "http://files.example.org/bingo", allowed: an https URL; an http one needs sha256, because anyone on the way could change the binary',
  ],
  [
    "a dump that is not there",
    { "# dump: prepared.dump": "dump: §nowhere.dump" },
    `bingo.data.dump: got "nowhere.dump", allowed: the path of an archive of pg_dump --format=custom, which begins with PGDMP; ${folder}/nowhere.dump is no regular file`,
  ],
  [
    "a dump as SQL",
    { "# dump: prepared.dump": "dump: §mail" },
    `bingo.data.dump: got "mail", allowed: the path of an archive of pg_dump --format=custom, which begins with PGDMP; ${folder}/mail begins with something else`,
  ],
  [
    "no rows to expect",
    { "movies: 29019": "movies: §0" },
    "bingo.data.expect.movies: got 0, allowed: a whole number of at least 1",
  ],
  [
    "half a checksum",
    { [BINARY]: `${BINARY}\n    sha256: §abc` },
    'bingo.binary.sha256: got "abc", allowed: 64 lower-case hexadecimal digits',
  ],
  [
    "a port out of range",
    { "port: discover": "port: §70000" },
    'bingo.port: got 70000, allowed: "discover" or a port from 1 to 65535',
  ],
  [
    "a word as port",
    { "port: discover": "port: §auto" },
    'bingo.port: got "auto", allowed: "discover" or a port from 1 to 65535',
  ],
  [
    "a number in quotes",
    { "instancesPerNode: 2": 'instancesPerNode: §"2"' },
    'bingo.instancesPerNode: got "2", allowed: a whole number from 1 to 8',
  ],
  [
    "no instance",
    { "instancesPerNode: 2": "instancesPerNode: §0" },
    "bingo.instancesPerNode: got 0, allowed: a whole number from 1 to 8",
  ],
  [
    "more instances than can be restarted one by one",
    { "instancesPerNode: 2": "instancesPerNode: §5" },
    "bingo.instancesPerNode: got 5, allowed: at most 4 with bingo.lifetimeMinutes 10: each is restarted alone, for which it has 40 s",
  ],
  [
    "a lifetime that leaves no time for restarts",
    { "lifetimeMinutes: 10": "lifetimeMinutes: §5" },
    "bingo.lifetimeMinutes: got 5, allowed: a whole number from 6 to 60",
  ],
  [
    "instances larger than their node",
    { "# instanceMemoryMb: 768": "instanceMemoryMb: §769" },
    "bingo.instanceMemoryMb: got 769, allowed: at most 768: machines.appNode.memoryGb less 512 MB, shared by bingo.instancesPerNode",
  ],
  [
    "a region as zone",
    { "# zone: ru-central1-a": "zone: §ru-central1" },
    'cloud.zone: got "ru-central1", allowed: an availability zone, for example ru-central1-a',
  ],
  [
    "a cloud's name instead of its id",
    { "# cloudId: b1g00000000000000000": "cloudId: §my-cloud" },
    'cloud.cloudId: got "my-cloud", allowed: a cloud\'s id: 20 lower-case letters and digits',
  ],
  [
    "half a day",
    { "validityDays: 365": "validityDays: §0.5" },
    "tls.selfSigned.validityDays: got 0.5, allowed: a whole number from 1 to 3650",
  ],
  [
    "a certificate that is none",
    { [SELF_SIGNED]: "  files:\n    certificate: §key.pem\n    privateKey: key.pem\n" },
    `tls.files.certificate: got "key.pem", allowed: the path of a PEM file that begins with -----BEGIN CERTIFICATE-----; ${folder}/key.pem begins with something else`,
  ],
  [
    "a section with nothing in it",
    { [`tls:\n${SELF_SIGNED}`]: "tls:§\n" },
    "tls: got null, allowed: a mapping with exactly one of the keys selfSigned, letsEncrypt, files",
  ],
  [
    "an address as network",
    { "[203.0.113.7/32]": "[§203.0.113.7]" },
    'ssh.sources.0: got "203.0.113.7", allowed: an IPv4 network; for this one address write 203.0.113.7/32',
  ],
  [
    "a network that does not begin where it says",
    { "[203.0.113.7/32]": "[203.0.113.7/32, §203.0.113.7/24]" },
    'ssh.sources.1: got "203.0.113.7/24", allowed: the first address of the network: write 203.0.113.0/24',
  ],
  [
    "an IPv6 network",
    { "[203.0.113.7/32]": "[§2001:db8::/32]" },
    'ssh.sources.0: got "2001:db8::/32", allowed: an IPv4 network, for example 203.0.113.0/24, or 203.0.113.7/32 for one address',
  ],
  [
    "nobody who may log in",
    { "[203.0.113.7/32]": "§[]" },
    "ssh.sources: got [], allowed: a list of at least one IPv4 network, for example [203.0.113.7/32]",
  ],
  [
    "a text instead of a list",
    { "[203.0.113.7/32]": "§203.0.113.7/32" },
    'ssh.sources: got "203.0.113.7/32", allowed: a list of at least one IPv4 network, for example [203.0.113.7/32]',
  ],
  [
    "a private key as public key",
    { "publicKeys: []": "publicKeys: [§-----BEGIN]" },
    'ssh.publicKeys.0: got "-----BEGIN", allowed: an OpenSSH public key: ssh-ed25519 AAAA… name@host',
  ],
  [
    "a subnet too large for the cloud",
    { "containerSubnet: 172.30.0.0/24": "containerSubnet: §172.16.0.0/12" },
    'network.containerSubnet: got "172.16.0.0/12", allowed: a network from /16 to /28',
  ],
  [
    "a subnet of the cloud's own",
    { "containerSubnet: 172.30.0.0/24": "containerSubnet: §198.18.0.0/24" },
    'network.containerSubnet: got "198.18.0.0/24", allowed: a network in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16',
  ],
  [
    "subnets that overlap",
    { "containerSubnet: 172.30.0.0/24": "containerSubnet: §10.130.1.128/25" },
    'network.containerSubnet: got "10.130.1.128/25", allowed: a network that does not overlap network.edgeSubnet (10.130.1.0/24)',
  ],
  [
    "an address outside its subnet",
    { "database: 10.130.0.20": "database: §10.9.0.4" },
    'network.addresses.database: got "10.9.0.4", allowed: an address in 10.130.0.0/24, for example 10.130.0.20',
  ],
  [
    "the gateway's address",
    { "app1: 10.130.0.11": "app1: §10.130.0.1" },
    'network.addresses.app1: got "10.130.0.1", allowed: an address other than the first three (network, gateway, DNS) and the last of 10.130.0.0/24, for example 10.130.0.11',
  ],
  [
    "the broadcast address",
    { "edge: 10.130.1.10": "edge: §10.130.1.255" },
    'network.addresses.edge: got "10.130.1.255", allowed: an address other than the first three (network, gateway, DNS) and the last of 10.130.1.0/24, for example 10.130.1.10',
  ],
  [
    "an address twice",
    { "app2: 10.130.0.12": "app2: §10.130.0.11" },
    'network.addresses.app2: got "10.130.0.11", allowed: an address of its own; network.addresses.app1 has this one',
  ],
  [
    "a default that does not fit what was changed",
    {
      "edgeSubnet: 10.130.1.0/24": "edgeSubnet: 10.131.0.0/28",
      "    edge: 10.130.1.10": "",
      "  addresses:": "  §addresses:",
    },
    'network.addresses.edge: got its default "10.130.1.10", allowed: an address in 10.131.0.0/28, for example 10.131.0.10',
  ],
  [
    "an odd number of cores",
    { "    cores: 2\n    memoryGb: 8": "    cores: §3\n    memoryGb: 8" },
    "machines.database.cores: got 3, allowed: an even number from 2 to 96",
  ],
  [
    "more memory than the cores can have",
    { "memoryGb: 8": "memoryGb: §17" },
    "machines.database.memoryGb: got 17, allowed: a whole number from 2 to 16: 1 to 8 GB for each of 2 cores",
  ],
  [
    "a type of disk that does not exist",
    { [DATA_DISK]: "sizeGb: 96\n      type: §ssd" },
    'machines.database.dataDisk.type: got "ssd", allowed: network-ssd, network-hdd, network-ssd-nonreplicated, network-ssd-io-m3',
  ],
  [
    "the name of a disk for its id",
    { "snapshotDays: 7": "existing: §bingo-db-data" },
    'machines.database.dataDisk.existing: got "bingo-db-data", allowed: a disk\'s id: 20 lower-case letters and digits',
  ],
  [
    "a size that this type of disk does not come in",
    { [DATA_DISK]: "sizeGb: §96\n      type: network-ssd-nonreplicated" },
    "machines.database.dataDisk.sizeGb: got 96, allowed: a multiple of 93 for network-ssd-nonreplicated",
  ],
  [
    "a bucket's key without its id",
    { "labels: {}": "labels: {}\nbackups: { bucket: my-backups, keyFile: §one-line }" },
    'backups.keyFile: got "one-line", allowed: the path of a file with two lines; FOLDER/one-line begins with something else'.replace(
      "FOLDER",
      folder,
    ),
  ],
  [
    "an S3 service that anybody could stand in for",
    { "labels: {}": "labels: {}\nbackups: { bucket: my-backups, keyFile: bucket-key, endpoint: §http://s3.example }" },
    'backups.endpoint: got "http://s3.example", allowed: an https URL of a host, with or without a port',
  ],
  [
    "a certificate that is none",
    { "labels: {}": "labels: {}\nbackups: { bucket: my-backups, keyFile: bucket-key, caFile: §key.pem }" },
    'backups.caFile: got "key.pem", allowed: the path of a PEM file with a certificate; FOLDER/key.pem begins with something else'.replace(
      "FOLDER",
      folder,
    ),
  ],
  [
    "yes, which is a word in YAML 1.2",
    { "preemptible: false": "preemptible: §yes" },
    'machines.edge.preemptible: got "yes", allowed: true or false',
  ],
  [
    "an edge that the cloud may stop",
    { "preemptible: false": "preemptible: §true" },
    "machines.edge.preemptible: got true, allowed: false: nobody is served while this machine is stopped",
  ],
  [
    "a database that the cloud may stop",
    { [DATABASE_SIZE]: "preemptible: §true\n\n    # The data:" },
    "machines.database.preemptible: got true, allowed: false: nobody is served while this machine is stopped",
  ],
  [
    "more metrics than the edge's disk holds",
    { "retentionGb: 5": "retentionGb: §11" },
    "monitoring.retentionGb: got 11, allowed: at most 10: half of machines.edge.diskGb",
  ],
  [
    "two receivers of alerts",
    { [SCRAPES]: `${SCRAPES}\n  alerts: §{ webhook: { urlFile: hook }, email: ${MAIL} }` },
    'monitoring.alerts: got {"webhook":{"urlFile":"hook"},"email":{"to":"a@b.cd","from":"c@d.ef","host":"smt…, allowed: exactly one of the keys webhook, email',
  ],
  [
    "a webhook where the edge may not go",
    { [SCRAPES]: `${SCRAPES}\n  alerts:\n    webhook:\n      urlFile: §hook-port` },
    `monitoring.alerts.webhook.urlFile: got "hook-port", allowed: the path of a file that holds an http or https URL without a port; ${join(folder, "hook-port")} begins with something else`,
  ],
  [
    "mail by a port that the cloud blocks",
    { [SCRAPES]: `${SCRAPES}\n  alerts:\n    email: ${MAIL.replace("port: 587", "port: §25")}` },
    "monitoring.alerts.email.port: got 25, allowed: another port than 25, which the cloud blocks",
  ],
  [
    "no place for the state",
    { [LOCAL]: "  §{}\n" },
    "state: got {}, allowed: exactly one of the keys local, objectStorage",
  ],
  [
    "state outside the project",
    { "folder: terraform-state": "folder: §../state" },
    'state.local.folder: got "../state", allowed: a relative path below the project, for example terraform-state',
  ],
  [
    "no bucket",
    { [LOCAL]: "  §objectStorage: {}\n" },
    "state.objectStorage.bucket: got nothing, allowed: a bucket's name: 3 to 63 lower-case letters, digits, dots and hyphens",
  ],
  [
    "a label's name with a capital letter",
    { "labels: {}": "labels: { §Team: a }" },
    'labels.Team: got key "Team", allowed: names of up to 63 lower-case letters, digits, - and _, a letter first, other than installation',
  ],
  [
    "a label's value with a space",
    { "labels: {}": "labels: { team: §two words }" },
    'labels.team: got "two words", allowed: up to 63 lower-case letters, digits, hyphens and underscores',
  ],
  [
    "the label that is the installation's",
    { "labels: {}": "labels: { §installation: a }" },
    'labels.installation: got key "installation", allowed: names of up to 63 lower-case letters, digits, - and _, a letter first, other than installation',
  ],
  [
    "a misspelt key",
    { "# sha256: 64 lower-case hexadecimal digits": "§sha265: abc" },
    'bingo.binary: unknown key "sha265", did you mean "sha256"?',
  ],
  ["a key of another spelling", { "labels: {}": "§Lables: {}" }, 'unknown key "Lables", did you mean "labels"?'],
  [
    "a key like no other",
    { "retentionDays: 15": "§grafana: true" },
    'monitoring: unknown key "grafana", allowed: retentionDays, retentionGb, scrapeIntervalSeconds, alerts',
  ],
  ["a key twice", { "labels: {}": "labels: {}\n§name: bingo" }, "key name is there twice"],
  [
    "a list that does not end",
    { "labels: {}\n": "labels: [a§" },
    "Flow sequence in block collection must be sufficiently indented and end with a ]",
  ],
  ["an anchor that is not there", { "labels: {}": "labels: §*mine" }, "*mine: no &mine before it"],
  ["a tag", { "name: bingo": "name: §!env NAME" }, "Unresolved tag: !env"],
  [
    "a second document",
    { "labels: {}": "labels: {}\n§---\nname: second" },
    "a second document begins; one file holds one installation",
  ],
];

it.each(WRONG)("%s is one line at its place", (_, edits, line) => {
  const { text, place } = changed(edits);
  expect(problemsOf(text)).toEqual([`${place} ${line}`]);
});

it("tells all problems at once, in the order of the file", () => {
  const text = `
ssh: { sources: [203.0.113.7], keys: [] }
domain: localhost
bingo:
  binary: { file: nowhere, sha: abc }
  studentMail: someone@example.org
machines: { database: { cores: 4, memoryGb: 64 } }
network: 10.130.0.0/16
`;
  const short = problemsOf(text).map((line) => line.replace(`${FILE}:`, "").replace(/, (allowed|did).*/, ""));
  expect(short).toEqual([
    '2:18 ssh.sources.0: got "203.0.113.7"',
    '2:32 ssh: unknown key "keys"',
    '3:9 domain: got "localhost"',
    "4:1 bingo.studentEmail: got nothing",
    '5:19 bingo.binary.file: got "nowhere"',
    '5:28 bingo.binary: unknown key "sha"',
    '6:3 bingo: unknown key "studentMail"',
    "7:45 machines.database.memoryGb: got 64",
    '8:10 network: got "10.130.0.0/16"',
  ]);
});

it("finds the place of a value that came through an anchor and a merge key, and in a file with CRLF", () => {
  const { text } = changed({ "labels: {}": "labels: {}" });
  const merged = text
    .replace("  edge:\n    cores: 2", "  edge: &edge\n    cores: 5")
    .replace(/ {2}appNode:\n( {4}.*\n)+/, "  appNode: { <<: *edge }\n")
    .replaceAll("\n", "\r\n");
  const line = merged.split("\r\n").findIndex((it) => it.includes("cores: 5")) + 1;
  const problems = problemsOf(merged).filter((it) => it.includes("cores: got"));
  expect(problems).toEqual(
    ["edge", "appNode"].map(
      (machine) => `${FILE}:${line}:12 machines.${machine}.cores: got 5, allowed: an even number from 2 to 96`,
    ),
  );
});

it("says how many problems there are, then each on its line", () => {
  expect(new InvalidInstallation("a.yaml", ["a.yaml:1:1 b"]).message).toBe("a.yaml: 1 problem\na.yaml:1:1 b");
  expect(new InvalidInstallation("a.yaml", ["b", "c"]).message).toBe("a.yaml: 2 problems\nb\nc");
});

it("says that a checksum is another file's", () => {
  const wrong = "0".repeat(64);
  const [line = ""] = problemsOf(changed({ [BINARY]: `file: bingo\n    sha256: §"${wrong}"` }).text);
  expect(line).toContain(`bingo.binary.sha256: got "${wrong}", allowed: that of `);
  expect(line).toContain(": e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

it("names the file that is not there", () => {
  expect(() => loadInstallation("nowhere.yaml")).toThrow(
    new InvalidInstallation("nowhere.yaml", ["nowhere.yaml: cannot be read (ENOENT), allowed: a YAML file"]),
  );
});

it.each(["", "# nothing yet\n", "- 1\n"])("asks for a mapping when the file is %j", (text) => {
  expect(problemsOf(text)).toEqual([
    expect.stringMatching(
      /:1:1 got (null|\[1\]), allowed: a mapping with the keys name, domain, bingo, cloud, tls, ssh, network, machines, backups, monitoring, updates, state, labels$/,
    ),
  ]);
});

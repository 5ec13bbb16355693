import { appendFileSync, copyFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Lab } from "../../lab";
import type { Change, Overrides } from "./change";

/** A key that nobody has the other half of. */
const SOMEBODYS_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx0oWZ1p5n7s1mHk0C2yV5v9r3T8q6w4e2u1i7o9p5a somebody";
const altered = (id: string): string => `proof/changes/altered.ts ${id}`;

/** The lab's binary with another sum: a byte behind the end of a program is never read. */
function otherBinary(lab: Lab): Overrides {
  const folder = dirname(lab.installationFile);
  const file = join(folder, "other-bingo");
  copyFileSync(join(folder, "bingo"), file);
  appendFileSync(file, "\0");
  return { bingo: { binary: { file } } };
}

/** Each is deployed into an installation under load, and taken back. */
export const CHANGES: readonly Change[] = [
  {
    id: "retention",
    title: "`monitoring.retentionDays`",
    overrides: { monitoring: { retentionDays: 20 } },
    quick: true,
  },
  {
    id: "scrape-interval",
    title: "`monitoring.scrapeIntervalSeconds`",
    overrides: { monitoring: { scrapeIntervalSeconds: 10 } },
  },
  { id: "alert-rule", title: "an alert rule of the templates", app: altered("alert-rule") },
  { id: "domain", title: "`domain`", overrides: { domain: "other.example.org" } },
  { id: "e-mail", title: "`bingo.studentEmail`", overrides: { bingo: { studentEmail: "other@example.org" } } },
  { id: "instances", title: "`bingo.instancesPerNode`", overrides: { bingo: { instancesPerNode: 3 } } },
  {
    id: "instance-memory",
    title: "`bingo.instanceMemoryMb`",
    overrides: { bingo: { instanceMemoryMb: 640 } },
    quick: true,
  },
  { id: "ssh-keys", title: "`ssh.publicKeys`", overrides: { ssh: { publicKeys: [SOMEBODYS_KEY] } } },
  { id: "labels", title: "`labels`", overrides: { labels: { team: "other" } } },
  { id: "binary", title: "another binary", overrides: otherBinary },
  {
    id: "certificate",
    title: "the certificate, made anew",
    anew: { stack: "network", address: "tls_self_signed_cert.certificate" },
    reverts: false,
  },
  {
    id: "page-password",
    title: "the page's password, made anew",
    anew: { stack: "network", address: "tls_private_key.page-password" },
    reverts: false,
  },
  {
    id: "database-password",
    title: "the database's password, made anew",
    anew: { stack: "network", address: "tls_private_key.database-password" },
    physical: "a role has one password: between the database and the last app node, new connections of the others fail",
    reverts: false,
  },
  {
    id: "deployment-key",
    title: "the deployment's own key, made anew",
    anew: { stack: "network", address: "tls_private_key.deployment-key" },
    reverts: false,
  },
  {
    id: "node-memory",
    title: "`machines.appNode.memoryGb`, the instances' own limit set",
    overrides: { bingo: { instanceMemoryMb: 640 }, machines: { appNode: { memoryGb: 4 } } },
  },
  {
    id: "database-memory",
    title: "`machines.database.memoryGb`",
    overrides: { machines: { database: { memoryGb: 10 } } },
    physical: "the machine is stopped and started",
  },
  {
    id: "nginx-refuses",
    title: "templates that nginx refuses",
    app: altered("nginx-refuses"),
    refused: /unknown directive "nonsense"/,
    quick: true,
  },
  {
    id: "binary-exits",
    title: "a binary that ends at once",
    overrides: { bingo: { binary: { file: "/usr/bin/false" } } },
    refused: /app-1 +FAILED after/,
  },
  // The last one: no disk shrinks, so with the config of before it nothing can be deployed any more.
  {
    id: "data-disk",
    title: "`machines.database.dataDisk.sizeGb`, larger",
    overrides: { machines: { database: { dataDisk: { sizeGb: 40 } } } },
    reverts: false,
  },
];

import type { Drill, Limits } from "./drill";
import { allButOneStopped, allRestarted, haproxyEnded } from "./faults/at-once";
import { bornTogether } from "./faults/born-together";
import {
  backendKilled,
  dockerRestarted,
  nginxReloaded,
  pgbouncerKilled,
  pgbouncerRestarted,
  postgresKilled,
  postgresRestarted,
} from "./faults/command";
import { appNodeDiskFull, databaseRootFull, dataDiskFull, edgeDiskFull } from "./faults/disk-full";
import { databaseAnswers } from "./faults/database-answers";
import { hostileContent } from "./faults/hostile-content";
import {
  containerdHangs,
  databaseHangs,
  dockerdHangs,
  instanceRemoved,
  nodeRebooted,
  postgresStopped,
  rulesFlushed,
  updated,
} from "./faults/host";
import { instanceHangs, instanceKilled } from "./faults/instance-signalled";
import { greedyClient, listFlood, manyConnections, postFlood, slowReaders } from "./faults/neighbour";
import { oldAge } from "./faults/old-age";
import { poisonSent } from "./faults/poison";
import { filesTorn, networkCut, networkImpaired, powerLost } from "./faults/power";
import { databaseSlow, failingRequest } from "./faults/row-security";
import { together } from "./faults/together";
import { lastLeftAlone, noDeathOfAge, oneInstanceTouched } from "./requirements";
import type { Poison } from "../load/request";
import { APP_NODES, DATABASE, EDGE } from "../target/deployment";

const UNNOTICED = { 60: 0, 120: 0.001 } as const;

const PROCESS: Limits = { failed: UNNOTICED, recoverySeconds: 10, recoveryFrom: "failure" };
const NODE: Limits = { failed: UNNOTICED, recoverySeconds: 60, recoveryFrom: "heal" };
const DATABASE_MOMENT: Limits = { failed: UNNOTICED, recoverySeconds: 10, recoveryFrom: "heal" };
/** What is looked for every ten seconds, and asked twice. */
const REPAIRED: Limits = { failed: UNNOTICED, recoverySeconds: 60, recoveryFrom: "failure" };
const DATABASE_MACHINE: Limits = { failed: "outage", recoverySeconds: 60, recoveryFrom: "heal" };

/** Seen at 120 requests a second on a busy machine: four that it had in hand; then chance. */
const POOLER = 6;

export interface DrillOptions {
  /** Shorter phases. */
  readonly quick: boolean;
  /** Hours of an accelerated life that all instances live in `born-together`. @default a quarter of one, or half */
  readonly hours?: number;
}

/** All drills, in their order. */
export function drills({ quick, hours }: DrillOptions) {
  const [node] = APP_NODES;
  const lasting = quick ? 5 : 20;
  const neighbourly = quick ? 8 : 30;
  return [
    poisoned("panic", 3, "The process dies; only the sender notices, and no other instance gets the operation."),
    poisoned(
      "sick",
      4,
      "The instance answers 500 to everything: it is avoided, seen by its health check and restarted.",
    ),
    poisoned("leak", 8, "The instance grows until its memory limit and is killed there; its neighbours lose nothing."),
    {
      id: "instance-killed",
      name: "instance killed",
      hypothesis: "kill -9: requests that it had not answered go to another instance, and Docker starts it again.",
      fault: instanceKilled,
      limits: PROCESS,
    },
    {
      id: "instance-hangs",
      name: "instance hangs",
      hypothesis: "It takes connections and answers nothing: time-outs and its checks show it, and it is restarted.",
      fault: instanceHangs,
      limits: PROCESS,
    },
    {
      id: "docker-restarted",
      name: "Docker restarted",
      hypothesis: "Containers live on without dockerd (live-restore).",
      fault: dockerRestarted,
      limits: PROCESS,
    },
    {
      id: "app-node-power",
      name: "app node without power",
      hypothesis: "The other node carries the load; when power is back both serve without help.",
      fault: powerLost(node, lasting),
      limits: NODE,
    },
    {
      id: "app-node-network",
      name: "app node without network",
      hypothesis: "Packets vanish without a reset: only time-outs show it.",
      fault: networkCut(node, lasting),
      limits: NODE,
    },
    {
      id: "packet-loss",
      name: "packet loss",
      hypothesis: "A node that loses a fifth of its packets each way is avoided as often as it fails.",
      fault: networkImpaired(node, { loss: 0.2, delayMs: 0 }, lasting),
      limits: NODE,
    },
    {
      id: "packet-delay",
      name: "packet delay",
      hypothesis: "A node 200 ms away is slow, not dead.",
      fault: networkImpaired(node, { loss: 0, delayMs: 200 }, lasting),
      limits: NODE,
    },
    {
      id: "pgbouncer-restarted",
      name: "pgbouncer restarted",
      hypothesis: "What may be asked again waits at the edge; committed data stays.",
      fault: pgbouncerRestarted,
      limits: PROCESS,
    },
    {
      id: "pgbouncer-killed",
      name: "pgbouncer killed",
      hypothesis: "What it had in hand is asked again, but for a creation, whose row may be there.",
      fault: pgbouncerKilled,
      limits: { ...PROCESS, lostCreations: POOLER },
    },
    {
      id: "postgres-killed",
      name: "PostgreSQL killed",
      hypothesis:
        "PostgreSQL recovers from its log, and statements wait in pgbouncer; what it had in hand is asked again.",
      fault: postgresKilled,
      limits: { ...PROCESS, lostCreations: 3 },
    },
    {
      id: "backend-killed",
      name: "one process of PostgreSQL killed",
      hypothesis: "The same: all its other processes end too.",
      fault: backendKilled,
      limits: { ...PROCESS, lostCreations: 3 },
    },
    {
      id: "postgres-restarted",
      name: "PostgreSQL restarted",
      hypothesis: "pgbouncer holds what comes until PostgreSQL is back.",
      fault: postgresRestarted,
      limits: PROCESS,
    },
    {
      id: "nginx-reloaded",
      name: "nginx reloaded",
      hypothesis: "Old workers finish their requests, and close idle connections.",
      fault: nginxReloaded,
      limits: { ...PROCESS, closesConnections: true },
    },
    {
      id: "end-of-life",
      name: "end of life",
      hypothesis: "An instance that exits 0, exits 1, leaks or turns sick of age is replaced unnoticed.",
      fault: oldAge,
      limits: PROCESS,
    },
    {
      id: "born-together",
      name: "born together",
      hypothesis: "Recycling comes before the moment at which all instances would die together.",
      fault: hours !== undefined ? bornTogether(18, (hours * 3600) / 18) : bornTogether(6, quick ? 140 : 260),
      limits: PROCESS,
      also: noDeathOfAge,
    },
    {
      id: "disk-full",
      name: "disk full",
      hypothesis:
        "Logs fill a node's disk: its instances go on serving, and one that dies comes back without a free byte.",
      fault: appNodeDiskFull,
      limits: PROCESS,
    },
    {
      id: "repeated-panic",
      name: "20 panic operations",
      hypothesis: "The edge lets one of them through in 10 s, whoever sends them.",
      fault: poisonSent("panic", 5, 20),
      limits: PROCESS,
      also: oneInstanceTouched,
    },
    {
      id: "all-restarted",
      name: "all instances restarted",
      hypothesis: "Nobody answers for a moment: requests wait at the edge.",
      fault: allRestarted,
      limits: PROCESS,
    },
    {
      id: "haproxy-ended",
      name: "haproxy killed, restarted, reloaded",
      hypothesis: "Its sockets outlive it, and what it had is asked again.",
      fault: haproxyEnded,
      limits: PROCESS,
    },
    {
      id: "edge-disk-full",
      name: "edge's disk full",
      hypothesis: "What users need is in memory: logs and graphs stop, the service does not.",
      fault: edgeDiskFull(quick ? 20 : 60),
      limits: PROCESS,
    },
    {
      id: "data-disk-full",
      name: "database's data disk full",
      hypothesis:
        "What needs room is refused, nothing that was acknowledged is lost, and all is as before once there is room.",
      fault: dataDiskFull(quick ? 20 : 60),
      limits: { failed: "outage", recoverySeconds: 10, recoveryFrom: "heal" },
    },
    {
      id: "database-root-full",
      name: "database's root disk full",
      hypothesis: "Logs and metrics stop there; the database does not.",
      fault: databaseRootFull(quick ? 20 : 60),
      limits: PROCESS,
    },
    {
      id: "list-flood",
      name: "flood of lists",
      hypothesis: "One client asks for whole lists all the time: its requests wait behind those of others.",
      fault: listFlood(neighbourly),
      limits: PROCESS,
    },
    {
      id: "post-flood",
      name: "flood of POST /long_dummy",
      hypothesis: "What is not allowed reaches no instance.",
      fault: postFlood(neighbourly),
      limits: PROCESS,
    },
    {
      id: "greedy-client",
      name: "greedy client",
      hypothesis: "One client asks for more than all instances can answer: its requests wait behind those of others.",
      fault: greedyClient(neighbourly),
      limits: PROCESS,
    },
    {
      id: "slow-readers",
      name: "slow readers",
      hypothesis: "The edge has the whole list long before its reader has: no instance waits.",
      fault: slowReaders(neighbourly),
      limits: PROCESS,
    },
    {
      id: "many-connections",
      name: "many connections",
      hypothesis: "10,000 connections that say nothing and 5,000 that are slow give way to those that ask.",
      fault: manyConnections(10_000, 5_000, neighbourly),
      limits: PROCESS,
    },
    {
      id: "one-left",
      name: "one instance left",
      hypothesis: "It is busy, not sick: what it cannot take waits at the edge, and nothing restarts it.",
      fault: allButOneStopped(lasting),
      limits: { ...NODE, recoverySeconds: 10 },
      also: lastLeftAlone,
    },
    {
      id: "failing-request",
      name: "failing request, a node cut",
      hypothesis: "What fails everywhere says something about the request: no instance is avoided, nothing multiplies.",
      fault: together(failingRequest(neighbourly), networkCut(node, lasting)),
      limits: NODE,
    },
    {
      id: "slow-database",
      name: "slow database, a node cut",
      hypothesis: "Statements take 600 ms: every instance is as slow, and none of them is avoided for that.",
      fault: together(databaseSlow(600, neighbourly), networkCut(node, lasting)),
      limits: NODE,
    },
    {
      id: "hostile-content",
      name: "hostile database content",
      hypothesis: "What bingo leaves in its database gives it no right that it did not have, and stops nobody.",
      fault: hostileContent,
      limits: PROCESS,
    },
    {
      id: "docker-hangs",
      name: "dockerd hangs",
      hypothesis: "It is active for systemd and does nothing: it is killed and started, and its containers live on.",
      fault: dockerdHangs,
      limits: REPAIRED,
    },
    {
      id: "containerd-hangs",
      name: "containerd hangs",
      hypothesis: "The same, one layer below; an instance that ends meanwhile is started as soon as containerd is.",
      fault: containerdHangs,
      limits: REPAIRED,
    },
    {
      id: "rules-flushed",
      name: "packet filter flushed",
      hypothesis: "Nothing reaches a node's instances, and no fence is left: both are back within a minute.",
      fault: rulesFlushed,
      limits: REPAIRED,
    },
    {
      id: "instance-removed",
      name: "instance and image removed",
      hypothesis: "What somebody has removed is built and made again.",
      fault: instanceRemoved,
      limits: REPAIRED,
    },
    {
      id: "docker-files-torn",
      name: "Docker's files torn by a power-off",
      hypothesis: "dockerd cannot start any more: its files are made anew, as nothing in them is worth keeping.",
      fault: filesTorn(APP_NODES[0], lasting),
      limits: NODE,
    },
    {
      id: "node-rebooted",
      name: "app node rebooted",
      hypothesis: "It first answers what it has begun, and the other node serves meanwhile.",
      fault: nodeRebooted,
      limits: REPAIRED,
    },
    {
      id: "app-node-updated",
      name: "app node's packages updated",
      hypothesis: "dockerd and containerd are restarted below the containers, which live on.",
      fault: updated(APP_NODES[0], "docker.io", "containerd", "runc", "chrony", "prometheus-node-exporter"),
      limits: REPAIRED,
    },
    {
      id: "edge-updated",
      name: "edge's packages updated",
      hypothesis: "New processes of nginx and haproxy take the sockets over, the old ones end what they have begun.",
      fault: updated(EDGE, "nginx", "haproxy", "mtail", "prometheus", "prometheus-nginx-exporter", "openssh-server"),
      limits: { ...REPAIRED, closesConnections: true },
    },
    {
      id: "database-updated",
      name: "database's packages updated",
      hypothesis: "Statements wait in pgbouncer while PostgreSQL is restarted; a new pgbouncer takes the socket over.",
      fault: updated(
        DATABASE,
        "postgresql-17",
        "pgbouncer",
        "prometheus-postgres-exporter",
        "prometheus-pgbouncer-exporter",
      ),
      limits: REPAIRED,
    },
    {
      id: "postgres-stopped",
      name: "PostgreSQL stopped",
      hypothesis: "pgbouncer lives on: no instance is restarted into a loop, and all serve 10 s after it is back.",
      fault: postgresStopped(quick ? 150 : 1200),
      limits: { failed: "outage", recoverySeconds: 10, recoveryFrom: "heal" },
    },
    {
      id: "database-hangs",
      name: "database hangs",
      hypothesis: "Statements stop for 6 s, and the instances notice late: requests wait at the edge until they have.",
      fault: databaseHangs(6),
      limits: DATABASE_MOMENT,
    },
    {
      id: "database-network",
      name: "database without network",
      hypothesis: "6 s without a packet: no creation is lost, and none is made twice.",
      fault: { ...networkCut(DATABASE, 6), recovered: databaseAnswers },
      limits: DATABASE_MOMENT,
    },
    {
      id: "database-power",
      name: "database without power",
      hypothesis: "The service is away until the database is back; every session that was answered well is there.",
      fault: powerLost(DATABASE, lasting),
      limits: DATABASE_MACHINE,
    },
  ] as const satisfies readonly Drill[];
}

/** One dangerous operation. */
function poisoned<Kind extends Poison>(kind: Kind, lastsSeconds: number, hypothesis: string) {
  return {
    id: `${kind}-operation`,
    name: `${kind} operation`,
    hypothesis,
    fault: poisonSent(kind, lastsSeconds),
    limits: PROCESS,
    also: oneInstanceTouched,
  } as const;
}

export type DrillId = ReturnType<typeof drills>[number]["id"];

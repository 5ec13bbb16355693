import { createHash } from "node:crypto";
import type { Installation } from "../config/schema";
import { endpointOf } from "./endpoint";
import {
  ADMIN_USER,
  DATA_DEVICE_NAME,
  DATABASE_NAME,
  INBOX,
  KNOWN_VERSION,
  PASSWORD_PLACEHOLDER,
  PRIVATE_ZONE,
} from "./facts";
import { PORTS } from "./ports";
import { postgresSettings } from "./postgres";
import { recycleLimits, recycleSlots } from "./recycling";
import { rebootTime, updateTime } from "./updates";
import type {
  AlertValues,
  AppNodeValues,
  BackupValues,
  BingoValues,
  DatabaseValues,
  EdgeValues,
  EndpointValues,
  MachineValues,
  ScrapeValues,
} from "./roles";

/** An app node's name and private address. */
interface Node {
  readonly name: string;
  readonly address: string;
}

/**
 * Computes the values of an app node's templates.
 *
 * @param nodes all app nodes
 * @param index of this node among them
 * @throws RangeError when there is no such node
 */
export function appNodeValues(
  installation: Installation,
  nodes: readonly Node[],
  index: number,
  deploymentKey: string,
): AppNodeValues {
  const { bingo, machines, network } = installation;
  const node = nodes[index];
  if (!node) throw new RangeError(`there is no app node ${index}: ${nodes.length} are planned`);
  const recycled = { ...bingo, nodes: nodes.length };
  const slots = recycleSlots(index, recycled);
  return {
    ...machineValues(installation, node.name, node.address, deploymentKey),
    bingo: bingoValues(installation),
    bingoPort: bingo.port === "discover" ? 0 : bingo.port,
    instances: slots.map((recycleAt, instance) => ({
      name: instanceName(instance),
      port: PORTS.firstInstance + instance,
      recycleAt,
    })),
    recycle: recycleLimits(recycled),
    peers: nodes
      .filter((other) => other !== node)
      .flatMap(({ address }) => instancePorts(installation).map((port) => `${address}:${port}`)),
    instanceMemoryMb: bingo.instanceMemoryMb,
    // A tenth of the machine stays for Docker, the health checks and the node exporter.
    instanceCpus: Math.min(machines.appNode.cores, (0.9 * machines.appNode.cores) / bingo.instancesPerNode).toFixed(2),
    database: databaseEndpoint(installation),
    containerSubnet: network.containerSubnet,
  };
}

/** Computes the values of the database's templates. */
export function databaseValues(
  installation: Installation,
  nodes: readonly Node[],
  deploymentKey: string,
): DatabaseValues {
  const { memoryGb, cores } = installation.machines.database;
  return {
    ...machineValues(installation, DATABASE_NAME, installation.network.addresses.database, deploymentKey),
    bingo: bingoValues(installation),
    clients: nodes.map(({ address }) => address),
    dataDevice: `/dev/disk/by-id/virtio-${DATA_DEVICE_NAME}`,
    expect: installation.bingo.data.expect,
    cores,
    postgres: postgresSettings({ memoryGb, cores }),
    backups: backupValues(installation),
  };
}

/** Of the data disk, changes that cannot be archived may take so much: the database goes on without an archive then. */
const WAITING_SHARE = 0.25;

function backupValues({ backups, machines }: Installation): BackupValues | null {
  if (backups === undefined) return null;
  const { bucket, prefix, region, retentionDays } = backups;
  return {
    bucket,
    prefix,
    ...endpointOf(backups.endpoint),
    region,
    retentionDays,
    ownCa: backups.caFile !== undefined,
    waitingGb: Math.floor(machines.database.dataDisk.sizeGb * WAITING_SHARE),
  };
}

/** Computes the values of the edge's templates. */
export function edgeValues(installation: Installation, nodes: readonly Node[], deploymentKey: string): EdgeValues {
  const { domain, machines, monitoring, network, tls } = installation;
  return {
    ...machineValues(installation, "edge", network.addresses.edge, deploymentKey),
    // The jump host forwards to sshd of the other machines and to its own Prometheus and Alertmanager, and nowhere else.
    sshAllowUsers: [ADMIN_USER],
    sshTcpForwarding: "local",
    sshPermitOpen: [
      ...[...nodes.map(({ address }) => address), network.addresses.database].map((host) => `${host}:${PORTS.ssh}`),
      ...watchPorts(installation).flatMap((port) => [`127.0.0.1:${port}`, `localhost:${port}`]),
    ],
    domain,
    upstreams: instancePorts(installation).flatMap((port, index) =>
      nodes.map(({ address }) => ({ address, port, first: index === 0 })),
    ),
    databaseAddress: network.addresses.database,
    cores: machines.edge.cores,
    scrapes: scrapes(installation, nodes),
    retentionDays: monitoring.retentionDays,
    retentionGb: monitoring.retentionGb,
    scrapeIntervalSeconds: monitoring.scrapeIntervalSeconds,
    acme: "letsEncrypt" in tls ? tls.letsEncrypt : null,
    alerts: alertValues(installation),
  };
}

function machineValues(
  { network, ssh, updates }: Installation,
  name: string,
  address: string,
  deploymentKey: string,
): MachineValues {
  return {
    name,
    fqdn: `${name}.${PRIVATE_ZONE}`,
    address,
    adminUser: ADMIN_USER,
    sshPublicKeys: [deploymentKey, ...ssh.publicKeys],
    sshAllowUsers: [`${ADMIN_USER}@${network.addresses.edge}`],
    sshTcpForwarding: "no",
    sshPermitOpen: ["none"],
    updateAt: updateTime(name),
    rebootAt: rebootTime(name, updates),
    inbox: INBOX,
    ports: PORTS,
  };
}

function bingoValues({ bingo }: Installation): BingoValues {
  const { studentEmail, binary } = bingo;
  return {
    studentEmail,
    logFolder: createHash("sha1").update(studentEmail).digest("hex").slice(0, 10),
    passwordPlaceholder: PASSWORD_PLACEHOLDER,
    knownVersion: KNOWN_VERSION,
    binary: { url: "url" in binary ? binary.url : "", sha256: binary.sha256 ?? "" },
  };
}

function databaseEndpoint({ network }: Installation): EndpointValues {
  return { host: `${DATABASE_NAME}.${PRIVATE_ZONE}`, address: network.addresses.database, port: PORTS.pgbouncer };
}

/** @param index 0 for the first of a node */
function instanceName(index: number): string {
  return `bingo-${index + 1}`;
}

function instancePorts({ bingo }: Installation): number[] {
  return Array.from({ length: bingo.instancesPerNode }, (_, instance) => PORTS.firstInstance + instance);
}

/** Ports of the edge's loopback that administrators reach through the tunnel. */
function watchPorts({ monitoring }: Installation): number[] {
  return [PORTS.prometheus, ...(monitoring.alerts === undefined ? [] : [PORTS.alertmanager])];
}

function alertValues({ monitoring }: Installation): AlertValues | null {
  const { alerts } = monitoring;
  if (alerts === undefined) return null;
  if ("webhook" in alerts) return { webhook: true, email: null };
  const { to, from, user, host, port } = alerts.email;
  return { webhook: false, email: { to, from, user, server: `${host}:${port}` } };
}

function scrapes(installation: Installation, nodes: readonly Node[]): ScrapeValues[] {
  const { network, monitoring } = installation;
  const edge = { name: "edge", address: network.addresses.edge };
  const database = { name: DATABASE_NAME, address: network.addresses.database };
  const loopback = { name: "edge", address: "127.0.0.1" };
  const job = (name: string, port: number, on: readonly Node[]): ScrapeValues => ({
    job: name,
    targets: on.map((node) => ({ address: node.address, port, machine: node.name })),
    renames: [],
  });
  const instances = nodes.flatMap((node) =>
    instancePorts(installation).map((port, index) => ({
      address: node.address,
      port,
      name: `${node.name}/${instanceName(index)}`,
    })),
  );
  return [
    job("node", PORTS.nodeExporter, [edge, ...nodes, database]),
    job("docker", PORTS.dockerMetrics, nodes),
    job("postgres", PORTS.postgresExporter, [database]),
    job("pgbouncer", PORTS.pgbouncerExporter, [database]),
    job("nginx", PORTS.nginxExporter, [loopback]),
    { ...job("access-log", PORTS.accessLogExporter, [loopback]), renames: instances },
    {
      ...job("haproxy", PORTS.haproxyMetrics, [loopback]),
      // Of some 2,500 series, those that a rule reads.
      keep: "haproxy_server_(connection_errors|response_errors|http_responses|check_failures)_total",
      renames: instances,
    },
    job("prometheus", PORTS.prometheus, [loopback]),
    ...(monitoring.alerts === undefined ? [] : [job("alertmanager", PORTS.alertmanager, [loopback])]),
  ];
}

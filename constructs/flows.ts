import { PORTS } from "../cloud-init/ports";
import { type Role, ROLES } from "../cloud-init/roles";

/** The other end of a flow: machines, or something outside the security groups. */
export type Peer = Role | "internet" | "administrators" | "resolver" | "metadata";

/** Traffic that is allowed. All other traffic is refused, in both directions. */
export interface Flow {
  readonly from: Peer;
  readonly to: Peer;
  readonly protocol: "TCP" | "UDP";
  /** First and last port. */
  readonly ports: readonly [number, number];
  readonly why: string;
}

/**
 * The table of who may reach whom. `constructs/firewall.ts` turns it into security groups; tests read it as it is.
 *
 * @param binaryUrl where app nodes and database download bingo from. @default they do not
 * @param mailPort TCP port of the mail server that the edge sends alerts to. @default it sends none by mail
 * @param storagePort TCP port of the S3 service that the database is backed up to. @default it is not backed up
 */
export function flows(instancesPerNode: number, binaryUrl?: string, mailPort?: number, storagePort?: number): Flow[] {
  const binaryPort = binaryUrl === undefined ? 0 : Number(new URL(binaryUrl).port);
  const instances = [PORTS.firstInstance, PORTS.firstInstance + instancesPerNode - 1] as const;
  return [
    tcp("internet", "edge", PORTS.http, "the service, without redirect"),
    tcp("internet", "edge", PORTS.https, "the service, HTTP/1.1 and HTTP/2"),
    { from: "internet", to: "edge", protocol: "UDP", ports: [PORTS.https, PORTS.https], why: "the service, HTTP/3" },
    tcp("administrators", "edge", PORTS.ssh, "administration, and the way to all other machines"),

    tcp("edge", "app-node", PORTS.ssh, "administration through the edge"),
    tcp("edge", "database", PORTS.ssh, "administration through the edge"),
    { from: "edge", to: "app-node", protocol: "TCP", ports: instances, why: "requests to the bingo instances" },
    tcp("edge", "app-node", PORTS.nodeExporter, "metrics of the machine and its instances"),
    tcp("edge", "app-node", PORTS.dockerMetrics, "metrics of Docker"),
    tcp("edge", "database", PORTS.nodeExporter, "metrics of the machine"),
    tcp("edge", "database", PORTS.postgresExporter, "metrics of PostgreSQL"),
    tcp("edge", "database", PORTS.pgbouncerExporter, "metrics of pgbouncer"),

    tcp("app-node", "database", PORTS.pgbouncer, "bingo's database"),
    tcp("app-node", "database", PORTS.nodeExporter, "which binary it has"),
    { from: "app-node", to: "app-node", protocol: "TCP", ports: instances, why: "recycling asks its peers first" },

    ...ROLES.flatMap((group): Flow[] => [
      { from: group, to: "resolver", protocol: "UDP", ports: [53, 53], why: "names" },
      tcp(group, "resolver", 53, "names, long answers"),
      tcp(group, "metadata", 80, "cloud-init; on the machine only root gets there"),
      { from: group, to: "internet", protocol: "UDP", ports: [123, 123], why: "time" },
      tcp(group, "internet", 80, "Debian's archive"),
      tcp(group, "internet", 443, "Debian's archive, the bingo binary"),
    ]),
    // A URL's port is empty when it is its scheme's own, which is open already.
    ...(binaryPort
      ? (["app-node", "database"] as const).map((role) => tcp(role, "internet", binaryPort, "the bingo binary"))
      : []),
    // 443 is open already.
    ...(storagePort === undefined || storagePort === PORTS.https
      ? []
      : [tcp("database", "internet", storagePort, "backups")]),
    ...(mailPort === undefined ? [] : [tcp("edge", "internet", mailPort, "alerts by mail")]),
  ];
}

function tcp(from: Peer, to: Peer, port: number, why: string): Flow {
  return { from, to, protocol: "TCP", ports: [port, port], why };
}

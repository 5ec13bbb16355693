import { debianRoot } from "./debian-root";
import type { Subject } from "../../proof/acceptance/subject";
import { DebianEdge, DOMAIN, type EdgeFault, type Site } from "./debian-edge";
import { ROWS, StandInServer, type Fault } from "./stand-in-server";

/** A service to be judged, and what is wrong with it or with its edge. */
export interface Service {
  readonly name: string;
  readonly service?: () => Fault;
  readonly edge?: EdgeFault;
}

/** How often a service is judged again, alone, that was not judged as expected. */
const AGAIN = 2;

/** Services behind one edge of Debian's; how each was judged is kept for the tests. */
export class JudgedServices<Result> {
  readonly results = new Map<string, Result>();
  private readonly sites = new Map<string, Site>();
  private readonly servers: StandInServer[] = [];
  private readonly debianEdge: DebianEdge;

  /** @throws when there is no Debian root */
  constructor() {
    const root = debianRoot();
    this.debianEdge = new DebianEdge(root);
  }

  /**
   * Starts all of them, and judges so many at once. Beside others, and on a busy machine, a good answer can come late: a service
   * that is not judged as expected is judged again, alone.
   */
  async judge<Judged extends Service>(
    services: readonly Judged[],
    atOnce: number,
    judged: (subject: Subject) => Promise<Result>,
    asExpected: (service: Judged) => boolean,
  ): Promise<void> {
    for (const { name, service: fault, edge: edgeFault } of services) {
      const server = new StandInServer(fault?.());
      await server.start();
      this.servers.push(server);
      this.sites.set(name, await this.debianEdge.add(server.port, edgeFault));
    }
    await this.debianEdge.start();
    const queue = [...this.sites.keys()];
    const work = async (): Promise<void> => {
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
        this.results.set(name, await judged(this.subject(name)));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    for (const service of services) {
      for (let again = 0; again < AGAIN && !asExpected(service); again++) {
        this.results.set(service.name, await judged(this.subject(service.name)));
      }
    }
  }

  async stop(): Promise<void> {
    await this.debianEdge.stop();
    await Promise.all(this.servers.map((server) => server.stop()));
  }

  /** The URLs of a service, over http and https. */
  urls(name: string): readonly [http: string, https: string] {
    const { httpPort = 0, httpsPort = 0 } = this.sites.get(name) ?? {};
    return [`http://${DOMAIN}:${httpPort}`, `https://${DOMAIN}:${httpsPort}`];
  }

  /** Debian's curl, which speaks HTTP/3, as a command line. */
  get curlCommand(): string {
    return this.debianEdge.curlCommand.join(" ");
  }

  private subject(name: string): Subject {
    const [http, https] = this.urls(name);
    return { http, https, address: "127.0.0.1", curl: this.debianEdge.curl, prepared: ROWS };
  }
}

import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on the loopback, and what it saw of its clients. */
export class LocalServer {
  connections = 0;
  /** The most requests that were under way at once. */
  peak = 0;
  private underWay = 0;

  readonly port: number;

  private constructor(private readonly server: Server) {
    this.port = (server.address() as AddressInfo).port;
    server.on("connection", () => this.connections++);
    server.on("request", (_, response) => {
      this.peak = Math.max(this.peak, ++this.underWay);
      response.on("close", () => this.underWay--);
    });
  }

  static async start(listener: RequestListener): Promise<LocalServer> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new LocalServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => {
      this.server.close(resolve);
      this.server.closeAllConnections();
    });
  }
}

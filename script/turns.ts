import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** Lets at most so many others work at a time: each connects, is sent a line when it is its turn, and ends its turn by closing. */
export class Turns {
  private readonly waiting: Socket[] = [];
  private taken = 0;

  private constructor(
    private readonly server: Server,
    private readonly atOnce: number,
  ) {}

  static async serve(atOnce: number): Promise<Turns> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const turns = new Turns(server, atOnce);
    server.on("connection", (socket) => {
      turns.take(socket);
    });
    return turns;
  }

  /** On the loopback. */
  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** How many are there: those that work, and those that wait. */
  get present(): number {
    return this.taken + this.waiting.length;
  }

  close(): void {
    this.server.close();
    for (const socket of this.waiting) socket.destroy();
  }

  private take(socket: Socket): void {
    // It says nothing; read all the same, or its end is not noticed.
    socket.resume();
    socket.on("error", () => socket.destroy());
    let mine = false;
    const begin = (): void => {
      mine = true;
      this.taken++;
      socket.write("\n");
    };
    socket.on("close", () => {
      if (mine) this.taken--;
      else this.waiting.splice(this.waiting.indexOf(socket), 1);
      this.next();
    });
    socket.on("turn", begin);
    this.waiting.push(socket);
    this.next();
  }

  private next(): void {
    if (this.taken >= this.atOnce) return;
    this.waiting.shift()?.emit("turn");
  }
}

import type { Ids } from "../../proof/load/ids";
import * as requests from "../../proof/load/request";
import { createdId, type Answer, type Request, type Source } from "../../proof/load/request";

/** Users of all endpoints in a fixed turn: each endpoint's rate is the same in any minute, whenever that begins. */
export class Rotation implements Source {
  private count = 0;
  private readonly created: number[] = [];

  constructor(private readonly ids: Ids) {}

  next(): Request {
    const turn = this.turns[this.count++ % this.turns.length];
    if (!turn) throw new Error("there are no turns");
    return turn();
  }

  answered(request: Request, answer: Answer): void {
    if (request.endpoint !== "POST /api/session") return;
    const id = createdId(answer);
    if (id !== undefined) this.created.push(id);
  }

  /** By-id reads twice as often as the rest. */
  private readonly turns: readonly (() => Request)[] = [
    () => requests.get("GET /"),
    () => requests.getMovie(this.one(this.ids.movies)),
    () => requests.operation(1),
    () => requests.getCustomer(this.one(this.ids.customers)),
    () => requests.get("GET /db_dummy"),
    () => requests.getSession(this.one(this.ids.sessions)),
    () => requests.postSession(this.one(this.ids.customers), this.one(this.ids.movies)),
    () => requests.get("GET /long_dummy"),
    () => requests.getMovie(this.one(this.ids.movies)),
    () => requests.get("GET /ping"),
    () => requests.getCustomer(this.one(this.ids.customers)),
    // Of the first turn there is none yet; bingo takes the deletion of a row that is not there too.
    () => requests.deleteSession(this.created.shift() ?? 2_000_000_000),
  ];

  private one(ids: readonly number[]): number {
    const id = ids[(this.count * 7919) % ids.length];
    if (id === undefined) throw new Error("the service has no rows");
    return id;
  }
}

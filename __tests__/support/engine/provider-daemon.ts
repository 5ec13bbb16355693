import { createServer } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import { text } from "node:stream/consumers";

type Values = Record<string, unknown>;

/** A call of the provider. */
export interface Asked {
  readonly operation: string;
  readonly type: string;
  readonly prior: Values | null;
  readonly planned: Values | null;
  readonly config: Values;
}

interface Answer {
  readonly state?: Values | null;
  readonly error?: string;
}

const OWN_ADDRESS = "198.51.100.7";

/** Keeps the provider's resources as the lab's daemon does, without a machine behind any of them. */
export class FakeDaemon {
  /** By id. */
  readonly resources = new Map<string, { readonly type: string; readonly values: Values }>();
  readonly asked: Asked[] = [];
  /** Answers in the daemon's place; undefined: it answers itself. */
  interfere: (asked: Asked) => Answer | undefined = () => undefined;
  private server: Server | undefined;
  private hanging: { readonly operation: string; readonly arrive: () => void; readonly giveUp: () => void } | undefined;
  private made = 0;

  constructor(readonly socket: string) {}

  async listen(): Promise<void> {
    const server = createServer((request, response) => {
      if (this.hanging && request.url?.startsWith(`/${this.hanging.operation}/`)) {
        response.once("close", this.hanging.giveUp);
        this.hanging.arrive();
        this.hanging = undefined;
        return;
      }
      void this.answer(request).then((answer) => {
        response.writeHead(answer.error === undefined ? 200 : 400, { "Content-Type": "application/json" });
        response.end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((ready) => server.listen(this.socket, ready));
    this.server = server;
  }

  async close(): Promise<void> {
    await new Promise((closed) => this.server?.close(closed));
  }

  /** Leaves the next call of an operation without an answer. Tells when it came, and when its connection was closed. */
  hang(operation: string): { readonly arrived: Promise<void>; readonly givenUp: Promise<void> } {
    let [arrive, giveUp] = [() => {}, () => {}];
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    const givenUp = new Promise<void>((resolve) => (giveUp = resolve));
    this.hanging = { operation, arrive, giveUp };
    return { arrived, givenUp };
  }

  /** The id of the only resource of a type with a name. */
  idOf(type: string, name: string): string {
    const found = [...this.resources].filter(([, of]) => of.type === type && of.values.name === name);
    if (found.length !== 1 || !found[0]) throw new Error(`expected one ${type} ${name}, found ${String(found.length)}`);
    return found[0][0];
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const [operation = "", type = ""] = (request.url ?? "").split("/").slice(1);
    const body = JSON.parse(await text(request)) as Pick<Asked, "prior" | "planned" | "config">;
    const asked = { operation, type, ...body };
    this.asked.push(asked);
    return this.interfere(asked) ?? this.serve(asked);
  }

  private serve({ operation, type, prior, planned }: Asked): Answer {
    const id = (prior?.id as string | undefined) ?? `${type}-${String(++this.made)}`;
    switch (operation) {
      case "create":
      case "update":
        this.resources.set(id, { type, values: decided(id, planned ?? {}) });
        return { state: this.resources.get(id)?.values ?? null };
      case "read":
        return { state: this.resources.get(id)?.values ?? null };
      case "delete":
        this.resources.delete(id);
        return { state: null };
      case "data":
        return { state: { ...planned, id: "image-1", image_id: "image-1" } };
      default:
        return { error: `no such operation: ${operation}` };
    }
  }
}

/** What the cloud decides where the plan leaves it open. */
function decided(id: string, planned: Values): Values {
  const rules = (value: unknown) =>
    Array.isArray(value)
      ? (value as Values[]).map((rule, index) => ({ ...rule, id: `${id}-${String(index)}` }))
      : value;
  const filled: Values = { ...planned, id };
  if ("zone" in planned) filled.zone = planned.zone ?? "ru-central1-a";
  if ("folder_id" in planned) filled.folder_id = planned.folder_id ?? "folder";
  for (const name of ["ingress", "egress"]) if (name in planned) filled[name] = rules(planned[name]);
  const [address] = (planned.external_ipv4_address as Values[] | undefined) ?? [];
  if (address) filled.external_ipv4_address = [{ ...address, address: OWN_ADDRESS }];
  return filled;
}

import { setTimeout as pause } from "node:timers/promises";
import { newId } from "./ids";
import { type Any, timestamp } from "./api/messages";
import { Refusal } from "./refusal";
import { status } from "@grpc/grpc-js";
import { messageOf } from "../../config/message-of";

/** yandex.cloud.operation.Operation */
export interface Operation {
  readonly id: string;
  readonly description: string;
  readonly created_at: object;
  readonly created_by: string;
  readonly modified_at: object;
  readonly done: boolean;
  readonly metadata: Any;
  readonly error?: { readonly code: number; readonly message: string };
  readonly response?: Any;
}

/** What ends sooner is answered as done: the provider asks for others once a second. */
const PATIENCE_MS = 50;
/** Ended operations that are remembered. */
const KEPT = 1000;

/** Operations of the cloud: changes that go on after the call that began them. */
export class Operations {
  private readonly byId = new Map<string, Operation>();

  /**
   * Begins an operation.
   *
   * @param work resolves with its result
   */
  async begin(description: string, metadata: Any, work: () => Promise<Any>): Promise<Operation> {
    const now = timestamp(Date.now());
    const operation: Operation = {
      id: newId("fhm"),
      description,
      created_at: now,
      created_by: "lab",
      modified_at: now,
      done: false,
      metadata,
    };
    this.byId.set(operation.id, operation);
    const end = work().then(
      (response) => {
        this.end(operation, { response });
      },
      (error: unknown) => {
        this.end(operation, { error: statusOf(description, error) });
      },
    );
    await Promise.race([end, pause(PATIENCE_MS)]);
    return this.get(operation.id);
  }

  /** @throws Refusal NOT_FOUND, also for one that a former daemon began */
  get(id: string): Operation {
    const operation = this.byId.get(id);
    if (operation) return operation;
    throw new Refusal(`Operation ${id} not found`, "NOT_FOUND");
  }

  private end(operation: Operation, result: Pick<Operation, "error" | "response">): void {
    this.byId.set(operation.id, { ...operation, ...result, done: true, modified_at: timestamp(Date.now()) });
    const ended = [...this.byId.values()].filter(({ done }) => done);
    for (const { id } of ended.slice(0, -KEPT)) this.byId.delete(id);
  }
}

/** google.rpc.Status of an error. */
function statusOf(description: string, error: unknown): { readonly code: number; readonly message: string } {
  if (error instanceof Refusal) return { code: status[error.code], message: error.message };
  console.error(`${description}:`, error);
  return { code: status.INTERNAL, message: messageOf(error) };
}

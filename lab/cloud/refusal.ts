import type { status } from "@grpc/grpc-js";

/** Codes of gRPC that the lab's cloud answers with. */
export type Code = keyof typeof status;

/** The cloud refuses a call: the person who deploys is told the message, one sentence. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    message: string,
    /** @default INVALID_ARGUMENT */
    readonly code: Code = "INVALID_ARGUMENT",
  ) {
    super(message);
  }
}

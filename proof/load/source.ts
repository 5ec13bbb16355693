import type { Answer, Request } from "./request";

/** Gives a load its requests, one at each arrival, and takes the answers. */
export interface Source {
  next(): Request;
  answered?(request: Request, answer: Answer): void;
}

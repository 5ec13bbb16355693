import type { Answer, Request } from "./request";

/** Gives the next request at each arrival, and is told each answer. */
export interface Source {
  next(): Request;
  answered?(request: Request, answer: Answer): void;
}

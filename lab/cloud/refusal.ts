/** An error of the person who deploys: the lab's cloud refuses a call. The message is one sentence. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    message: string,
    /** HTTP status: 400 for wrong arguments, 404 for something that does not exist, 409 for a conflict. @default 400 */
    readonly status: 400 | 404 | 409 = 400,
  ) {
    super(message);
  }
}

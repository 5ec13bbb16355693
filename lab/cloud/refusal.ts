/** What the lab's cloud will not do. The message is one sentence for the person who deploys. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    message: string,
    /** HTTP status: 400 what is asked for is wrong, 404 it is not there, 409 it is in the way of something. */
    readonly status: 400 | 404 | 409 = 400,
  ) {
    super(message);
  }
}

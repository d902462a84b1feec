/** The connection was lost while a transaction was being committed: it may have been, or not. */
export class UnknownOutcome extends Error {
  override readonly name = "UnknownOutcome";

  constructor(cause: unknown) {
    super("the answer to COMMIT was lost", { cause });
  }
}

/** Why a server did not do well, or could not be asked. Nothing that a server wrote is in it. */
export class McpTrouble extends Error {
  override readonly name = "McpTrouble";
  readonly remedy: string;
  /** True where it says nothing about the server: it cannot be asked from here. */
  readonly isElsewhere: boolean;

  constructor(message: string, remedy: string, isElsewhere = false) {
    super(message);
    this.remedy = remedy;
    this.isElsewhere = isElsewhere;
  }
}

/** Messages that a server may send in all: each costs more to read than to write. */
const mostMessages = 10_000;

/** Counts the messages of one probe. */
export class MessageCount {
  #count = 0;

  /** @throws {McpTrouble} */
  add(): void {
    if (++this.#count > mostMessages)
      throw new McpTrouble(`it sent more than ${mostMessages} messages`, "Look at what the server sends.");
  }
}

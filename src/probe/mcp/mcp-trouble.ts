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

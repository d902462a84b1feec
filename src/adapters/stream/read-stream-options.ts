/** What a reader has to know beside the lines. */
export interface ReadStreamOptions {
  /** Tokens that a resumed session had used before, where the client counts a session from its beginning. */
  readonly tokensBefore?: number;
}

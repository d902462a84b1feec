import type { Bundle } from "@sigstore/bundle";
import type { Statement } from "../statements/statement.ts";

/** Signs statements. */
export interface StatementSigner {
  /** Who signs, for people: a key, or an identity. */
  readonly name: string;
  /** Whether a bundle has its signature, so that what it says needs no second one; never where each signature has a key of its own. */
  hasSigned(bundle: Bundle): boolean;
  /**
   * A Sigstore bundle, version 0.3, with the statement in a DSSE envelope.
   * @throws {IdentikitError} `SIGNING_FAILED`
   */
  sign(statement: Statement): Promise<Bundle>;
}

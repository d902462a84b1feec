import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** A keyring, as far as it is needed here. */
interface PurposeKeys {
  deriveAll(purpose: string): readonly { readonly bytes: Uint8Array }[];
}

/** The tokens with which the runner of a ticket reports while it works: of each key of the keyring one, the newest first. */
export type AppendTokensOf = (ticket: string) => readonly string[];

/**
 * What lets a runner append to the events of one attempt, and do nothing else. It is made of the keyring and the ticket's ID, as the key of
 * the run bundle is, so that nothing has to be stored, and counts as long as the attempt is under way.
 */
export function appendTokensOf(keyring: PurposeKeys): AppendTokensOf {
  const masters = keyring.deriveAll("run-append").map(({ bytes }) => bytes);
  return (ticket) =>
    masters.map(
      (master) => `ida_${createHmac("sha256", master).update(`ticket ${ticket}`).digest("base64url")}`,
    );
}

/** Whether a token is one of some. */
export function isAppendToken(given: string, tokens: readonly string[]): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return tokens.some((token) => timingSafeEqual(hash(token), hash(given)));
}

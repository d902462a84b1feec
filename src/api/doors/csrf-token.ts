import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * What a form of a session has to send along: only pages of ours can know it. It follows from the session's token, so nothing is stored, and
 * says nothing of it.
 */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac("sha256", sessionToken).update("identikit csrf 1").digest("base64url");
}

/** Whether what came with a request is the one of its session; the time that it takes says nothing. */
export function isCsrfTokenOf(sessionToken: string, given: string): boolean {
  const [expected, actual] = [Buffer.from(csrfTokenOf(sessionToken)), Buffer.from(given)];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

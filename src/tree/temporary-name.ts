import { hash, randomUUID } from "node:crypto";

const temporaryName = /^\.identikit-[0-9a-f]{12}\.tmp$/;

/** A temporary name that nobody else has. */
export function newTemporaryName(): string {
  // Drawn from the random bytes that the platform keeps ready for these; the last group has no fixed bits.
  return `.identikit-${randomUUID().slice(-12)}.tmp`;
}

/** The one temporary name for something of which there is one writer at a time: what it left, it finds again. */
export function temporaryNameFor(thing: string): string {
  return `.identikit-${hash("sha256", thing).slice(0, 12)}.tmp`;
}

/** True for the name of a temporary file. */
export function isTemporaryName(name: string): boolean {
  return temporaryName.test(name);
}

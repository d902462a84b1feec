import { hash } from "node:crypto";

const temporaryName = /^\.identikit-[0-9a-f]{12}\.tmp$/;

/** The name of a temporary file, from six random bytes. */
export function temporaryNameOf(random: Buffer): string {
  return `.identikit-${random.toString("hex")}.tmp`;
}

/** The one temporary name for something of which there is one writer at a time: what it left, it finds again. */
export function temporaryNameFor(thing: string): string {
  return `.identikit-${hash("sha256", thing).slice(0, 12)}.tmp`;
}

/** True for the name of a temporary file. */
export function isTemporaryName(name: string): boolean {
  return temporaryName.test(name);
}

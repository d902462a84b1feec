import { scrypt } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify<string, string, number, object, Buffer>(scrypt);
/** RFC 7914: some 32 MiB and a twentieth of a second for each guess. */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

/** Where a value stands, which is part of its fingerprint: one list entry accepts it there and nowhere else. */
export interface FingerprintPlace {
  /** `undefined` for a file of the repository itself. */
  readonly template: string | undefined;
  readonly path: string;
  readonly rule: string;
}

/** The form of a fingerprint. */
export const fingerprintPattern: RegExp = /^scrypt:[0-9a-f]{32}$/;

/**
 * A value's fingerprint, which stands in a file that many may read. It takes work to be computed, so that a value that people
 * choose cannot be tried from a dictionary by the million, and differs from place to place, so that nobody sees where a value
 * stands twice.
 */
export async function fingerprintOf(
  value: string,
  { template, path, rule }: FingerprintPlace,
): Promise<string> {
  const salt = JSON.stringify(["identikit", 1, template ?? null, path, rule]);
  return `scrypt:${(await derive(value, salt, 16, cost)).toString("hex")}`;
}

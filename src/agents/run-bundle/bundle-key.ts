import { createHmac, timingSafeEqual } from "node:crypto";

/** A keyring, as far as it is needed here: 32 bytes for a purpose, of each of its keys, the sealing one first. */
interface PurposeKeys {
  deriveAll(purpose: string): readonly { readonly bytes: Uint8Array }[];
}

/** The keys that prove the run bundle of one ticket: of each key of the keyring one, the newest first. */
export type BundleKeysOf = (ticket: string) => readonly [Uint8Array, ...Uint8Array[]];

/**
 * What proves the bundles of tickets, made of the keyring and the ticket's ID alone: a runner that is given the first of them in its
 * ticket learns nothing of another ticket's. After a change of keys, bundles of tickets from before still count.
 */
export function bundleKeysOf(keyring: PurposeKeys): BundleKeysOf {
  const masters = keyring.deriveAll("run-bundle").map(({ bytes }) => bytes);
  return (ticket) => {
    const [first, ...others] = masters.map((master) =>
      createHmac("sha256", master).update(`ticket ${ticket}`).digest(),
    );
    if (!first) throw new TypeError("a keyring has a key");
    return [first, ...others];
  };
}

/** The proof of `run.json`: HMAC-SHA-256 (RFC 2104) over its bytes, in hexadecimal. */
export function bundleProof(run: Uint8Array, key: Uint8Array): string {
  return createHmac("sha256", key).update(run).digest("hex");
}

/** Whether a proof was made with one of the keys. */
export function isProven(run: Uint8Array, proof: string, keys: readonly Uint8Array[]): boolean {
  const given = Buffer.from(proof, "hex");
  return keys.some((key) => {
    const wanted = Buffer.from(bundleProof(run, key), "hex");
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}

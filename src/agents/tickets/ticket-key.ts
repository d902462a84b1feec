import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { IdentikitError } from "../../fault/error.ts";
import { messageOf } from "../../fault/thrown.ts";

/** A key that signs tickets, with its other half. */
export interface TicketKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** The first half of SHA-256 of the public key in DER (SPKI), in hexadecimal. */
  readonly id: string;
}

/** A keyring, as far as it is needed here: 32 bytes for a purpose, of each of its keys, the sealing one first. */
interface DerivedKeys {
  deriveAll(purpose: string): readonly { readonly bytes: Uint8Array }[];
}

const purpose = "ticket-signature";
/** Of PKCS #8 (RFC 8410): what stands before the 32 bytes of an Ed25519 key. */
const ed25519Prefix = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * The keys that follow from a keyring, the one that signs first: who has the keyring signs, and the public half tells runners
 * whether a ticket is real.
 */
export function ticketKeysOf(keyring: DerivedKeys): readonly [TicketKey, ...TicketKey[]] {
  const [first, ...others] = keyring.deriveAll(purpose).map(({ bytes }) => {
    const der = Buffer.concat([ed25519Prefix, bytes]);
    const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    const publicKey = createPublicKey(privateKey);
    return { privateKey, publicKey, id: keyIdOf(publicKey) };
  });
  if (!first) throw new TypeError("a keyring has a key");
  return [first, ...others];
}

/** The public half in the form that runners are given: PEM (SPKI). */
export function publicTicketKey({ publicKey }: Pick<TicketKey, "publicKey">): string {
  return String(publicKey.export({ format: "pem", type: "spki" }));
}

/**
 * Public keys of tickets, one PEM block after the other, for the time in which a key is replaced.
 * @throws {IdentikitError} `TICKET_KEY_INVALID`
 */
export function parsePublicTicketKeys(text: string, source: string): readonly KeyObject[] {
  const blocks = text.match(/-----BEGIN PUBLIC KEY-----[^-]*-----END PUBLIC KEY-----/g) ?? [];
  const keys = blocks.map((block) => {
    try {
      return createPublicKey(block);
    } catch (cause) {
      throw invalid(`${source}: ${messageOf(cause)}`);
    }
  });
  if (keys.length === 0) throw invalid(`${source} holds no public key`);
  if (keys.some(({ asymmetricKeyType }) => asymmetricKeyType !== "ed25519"))
    throw invalid(`${source} holds a key that is not an Ed25519 key`);
  return keys;
}

export function keyIdOf(publicKey: KeyObject): string {
  return createHash("sha256")
    .update(publicKey.export({ format: "der", type: "spki" }))
    .digest("hex")
    .slice(0, 32);
}

function invalid(problem: string): IdentikitError {
  return new IdentikitError("TICKET_KEY_INVALID", problem, {
    remedy: "Give the public key that identikit access ticket-key prints, as PEM.",
  });
}

import { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";

/** What only the supervisor of a run gets to see: never the agent, and never whoever carries the ticket. */
const sealedContent = z.strictObject({
  /** The values of granted secrets, by name. */
  secrets: z.record(z.string(), z.string()),
  /** The key that proves the run bundle of the attempt: 32 bytes in base64url. */
  bundleKey: z.base64url().length(43),
  /** Where the supervisor reports while the agent works, and with which token; left out where nobody listens. */
  reports: z.strictObject({ url: z.url(), token: z.string().min(1).max(100) }).optional(),
});
export type SealedContent = z.output<typeof sealedContent>;

/**
 * Seals for a runner pool what its supervisor needs and nobody else may see: an age file (age-encryption.org/v1, X25519), in base64.
 * @param publicKey of the pool, `age1…`
 * @throws {IdentikitError} `POOL_KEY_INVALID`
 */
export async function sealContent(content: SealedContent, publicKey: string): Promise<string> {
  // Everything that neither writes nor opens a ticket does without it.
  const { Encrypter } = await import("age-encryption");
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(publicKey);
  } catch (cause) {
    throw new IdentikitError("POOL_KEY_INVALID", `the public key ${publicKey} is not one of age`, {
      remedy: "Make a key with age-keygen, and write its public half into the runner pool.",
      cause,
    });
  }
  const text = JSON.stringify(sealedContent.parse(content));
  return Buffer.from(await encrypter.encrypt(text)).toString("base64");
}

/** Whether tickets can be sealed for a public key: whether it is one of age, X25519. */
export async function isPoolKey(publicKey: string): Promise<boolean> {
  // Everything that neither writes nor opens a ticket does without it.
  const { Encrypter } = await import("age-encryption");
  try {
    new Encrypter().addRecipient(publicKey);
    return true;
  } catch {
    return false;
  }
}

/**
 * Opens what {@link sealContent} sealed.
 * @param identity the pool's secret key, `AGE-SECRET-KEY-1…`
 * @throws {IdentikitError} `POOL_KEY_INVALID`, `TICKET_INVALID`
 */
export async function openContent(sealed: string, identity: string): Promise<SealedContent> {
  // Everything that neither writes nor opens a ticket does without it.
  const { Decrypter } = await import("age-encryption");
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity.trim());
  } catch {
    throw new IdentikitError("POOL_KEY_INVALID", "the runner pool's key is not a secret key of age", {
      remedy: "Give the line AGE-SECRET-KEY-1… that age-keygen wrote.",
    });
  }
  try {
    return sealedContent.parse(JSON.parse(await decrypter.decrypt(Buffer.from(sealed, "base64"), "text")));
  } catch {
    throw new IdentikitError(
      "TICKET_INVALID",
      "what the ticket has for the supervisor is not sealed for this runner pool",
      {
        remedy: "Check that the pool's publicKey belongs to the key that its runners have.",
      },
    );
  }
}

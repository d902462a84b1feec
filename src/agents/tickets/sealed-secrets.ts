import { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";

const values = z.record(z.string(), z.string());

/**
 * Seals the values of secrets for a runner pool: an age file (age-encryption.org/v1, X25519), in base64.
 * @param publicKey of the pool, `age1…`
 * @returns empty where there are none
 */
export async function sealSecrets(
  secrets: Readonly<Record<string, string>>,
  publicKey: string,
): Promise<string> {
  if (Object.keys(secrets).length === 0) return "";
  // A run without secrets does without age.
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
  return Buffer.from(await encrypter.encrypt(JSON.stringify(secrets))).toString("base64");
}

/**
 * Opens what {@link sealSecrets} sealed.
 * @param identity the pool's secret key, `AGE-SECRET-KEY-1…`
 * @throws {IdentikitError} `POOL_KEY_INVALID`, `TICKET_INVALID`
 */
export async function openSecrets(
  sealed: string,
  identity: string,
): Promise<Readonly<Record<string, string>>> {
  if (sealed === "") return {};
  // A run without secrets does without age.
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
    return values.parse(JSON.parse(await decrypter.decrypt(Buffer.from(sealed, "base64"), "text")));
  } catch {
    throw new IdentikitError(
      "TICKET_INVALID",
      "the secrets of the ticket are not sealed for this runner pool",
      {
        remedy: "Check that the pool's publicKey belongs to the key that its runners have.",
      },
    );
  }
}

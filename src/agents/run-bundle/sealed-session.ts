import { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";

/** What another runner of the pool needs to go on with a client's session. */
const sessionFiles = z.strictObject({
  version: z.literal(1),
  sessionId: z.string().min(1).max(200),
  adapter: z.enum(["claude", "codex", "command"]),
  /** In the env directory. */
  files: z.array(z.strictObject({ path: z.string().min(1).max(1000), base64: z.base64() })).max(1000),
});
export type SessionFiles = z.output<typeof sessionFiles>;

/**
 * Seals a session for the pool that it ran on (age, X25519): what was said in it may hold anything that the agent saw.
 * @param identity the pool's secret key
 */
export async function sealSession(session: SessionFiles, identity: string): Promise<Uint8Array> {
  // A run without a session does without age.
  const { Encrypter, identityToRecipient } = await import("age-encryption");
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(identity.trim()));
  return await encrypter.encrypt(JSON.stringify(sessionFiles.parse(session)));
}

/**
 * Opens what {@link sealSession} sealed.
 * @throws {IdentikitError} `SESSION_INVALID` where it is another pool's, or was changed
 */
export async function openSession(sealed: Uint8Array, identity: string): Promise<SessionFiles> {
  // A run without a session does without age.
  const { Decrypter } = await import("age-encryption");
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity.trim());
    return sessionFiles.parse(JSON.parse(await decrypter.decrypt(sealed, "text")));
  } catch (cause) {
    throw new IdentikitError(
      "SESSION_INVALID",
      "the session to go on with is not sealed for this runner pool",
      {
        remedy:
          "Start a new attempt with retry in place of resume, or give the key of the pool that it ran on.",
        cause,
      },
    );
  }
}

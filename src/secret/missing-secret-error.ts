import { IdentikitError } from "../fault/error.ts";

/** A placeholder names a secret that no provider has. */
export class MissingSecretError extends IdentikitError {
  override readonly name = "MissingSecretError";
  readonly secretName: string;

  /** @param needed what needs it, for the message: "agent scout, mcpServers.github.env.GITHUB_TOKEN" */
  constructor(secretName: string, needed: string) {
    super("MISSING_SECRET", `secret ${secretName} is missing; it is needed by ${needed}`, {
      remedy: `Set it with: identikit secret set ${secretName} (where it is set, its key is not here: IDENTIKIT_SECRET_KEYS).`,
    });
    this.secretName = secretName;
  }
}

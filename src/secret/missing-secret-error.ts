import { IdentikitError } from "../fault/error.ts";

/** Placeholders name secrets that no provider has. */
export class MissingSecretError extends IdentikitError {
  override readonly name = "MissingSecretError";
  /** The first of {@link secretNames}. */
  readonly secretName: string;
  /** Every one that is missing, so that they can be set in one go. */
  readonly secretNames: readonly string[];

  /**
   * @param missing one secret or several
   * @param needed what needs them, for the message: "agent scout, mcpServers.github"
   */
  constructor(missing: string | readonly [string, ...string[]], needed: string) {
    const names = typeof missing === "string" ? ([missing] as const) : missing;
    const [first] = names;
    const several = names.length > 1;
    super(
      "MISSING_SECRET",
      several
        ? `secrets ${names.join(", ")} are missing; they are needed by ${needed}`
        : `secret ${first} is missing; it is needed by ${needed}`,
      {
        remedy: several
          ? "Set each of them with: identikit secret set NAME"
          : `Set it with: identikit secret set ${first}`,
      },
    );
    this.secretName = first;
    this.secretNames = names;
  }
}

import { IdentikitError } from "../fault/error.ts";
import { visible } from "../fault/visible.ts";

/** What every variable that carries a secret's value starts with. */
export const secretVariablePrefix = "IDENTIKIT_SECRET_";

/** Where the keys come from: the variable that holds them, or the one that names a file. */
export const keyVariables = { keys: "IDENTIKIT_SECRET_KEYS", file: "IDENTIKIT_SECRET_KEYS_FILE" } as const;

const shape = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
// As a secret in the job's environment, these would be the keys themselves: a config row could print them.
const reserved: ReadonlySet<string> = new Set(
  Object.values(keyVariables).map((variable) => variable.slice(secretVariablePrefix.length)),
);

/** True for a name that a secret may have: as an environment variable is named, 128 characters at most. */
export function isSecretName(name: string): boolean {
  return shape.test(name) && !reserved.has(name.toUpperCase());
}

/**
 * @throws {IdentikitError} `SECRET_INVALID`
 */
export function checkSecretName(name: string): void {
  if (isSecretName(name)) return;
  const why = reserved.has(name.toUpperCase())
    ? "is reserved for the secret keys"
    : "is not letters, digits and underscores, or is longer than 128 characters";
  throw new IdentikitError("SECRET_INVALID", `the secret name ${visible(name)} ${why}`, {
    remedy: "Choose a name such as GITHUB_TOKEN.",
  });
}

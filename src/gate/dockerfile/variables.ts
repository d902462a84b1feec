/** Values of build arguments and environment variables. */
export type Variables = ReadonlyMap<string, string>;

const reference =
  /\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-+])((?:[^{}$]|\$\{[^{}]*\}|\$)*))?\})/g;

/**
 * Fills in `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+other}`, as builders do; an unknown name is empty, an
 * escaped dollar sign stays.
 */
export function expandVariables(text: string, variables: Variables, escapeCharacter: string): string {
  const kept = "\u0000";
  const shielded = text.replaceAll(`${escapeCharacter}$`, kept);
  const filled = shielded.replace(
    reference,
    (_, plain?: string, braced?: string, operator?: string, word = "") => {
      const value = variables.get(plain ?? braced ?? "");
      const isSet = operator?.startsWith(":") ? Boolean(value) : value !== undefined;
      if (operator?.endsWith("-"))
        return isSet ? (value ?? "") : expandVariables(word, variables, escapeCharacter);
      if (operator?.endsWith("+")) return isSet ? expandVariables(word, variables, escapeCharacter) : "";
      return value ?? "";
    },
  );
  return filled.replaceAll(kept, "$");
}

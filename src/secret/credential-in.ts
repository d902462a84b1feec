import { hideText, knownToken } from "./redact-text.ts";
import { takesSecret } from "./redact-words.ts";
import { isSecretLike } from "./secret-like-name.ts";

/** What stands before a credential in a header, with a credential behind it that is no placeholder. */
const schemeWithValue = /(?:^|\s)(?:bearer|basic)\s+(?!\$\{)\S{8,}/i;
const userInUrl = /[a-z][a-z0-9+.-]*:\/\/[^\s/?#:@]*:(?!\$\{)[^\s/?#@]+@/i;

/**
 * Where a value holds what looks like a credential rather than a placeholder for one: a token of a well-known issuer, what follows
 * `Bearer`, a password in a URL, a text under a name such as `API_TOKEN` or behind a flag such as `--token`.
 * @returns the keys and indices that lead to it, joined by dots; `undefined` where there is none. No value is shown.
 */
export function credentialIn(value: unknown): string | undefined {
  return find(value, [], false);
}

function find(value: unknown, path: readonly string[], isSecret: boolean): string | undefined {
  if (typeof value === "string") return looksSecret(value, isSecret) ? path.join(".") || "value" : undefined;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const before: unknown = value[index - 1];
      const follows = typeof before === "string" && isLongFlag(before);
      const found = find(item, [...path, String(index)], follows);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const found = find(item, [...path, key], isSecretLike(key));
    if (found !== undefined) return found;
  }
  return undefined;
}

function isLongFlag(word: string): boolean {
  return word.startsWith("--") && isSecretLike(word) && takesSecret(word);
}

function looksSecret(text: string, isSecret: boolean): boolean {
  if (isSecret && text !== "" && hideText(text) !== text) return true;
  knownToken.lastIndex = 0;
  return knownToken.test(text) || schemeWithValue.test(text) || userInUrl.test(text);
}

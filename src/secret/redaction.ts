import { hidden, hideText, redactProse } from "./redact-text.ts";
import { redactWord, takesSecret } from "./redact-words.ts";
import { mayNameSecret } from "./secret-like-name.ts";

/**
 * A copy of a config value that can be shown: by where a string stands, and only then by what it looks like. Whatever stands under
 * `env`, `headers` and names that speak of a secret, values of flags, headers and variables that carry secrets, also in the
 * middle of a command line, the credentials and query of URLs, and tokens of well-known issuers are hidden. A placeholder is no
 * secret and stays. More is hidden than must be. A value that is one string is a prompt: a text for people.
 */
export function redact(value: unknown): unknown {
  return typeof value === "string" ? redactProse(value) : copy(value, false);
}

/** As {@link redact}, for a value that stands under a name: of one that speaks of a secret, all of it is hidden. */
export function redactEntry(name: string, value: unknown): unknown {
  return copy(value, mayNameSecret(name));
}

function copy(value: unknown, hide: boolean): unknown {
  if (typeof value === "string") return hide ? hideText(value) : redactWord(value);
  if (Array.isArray(value)) return copyList(value, hide);
  if (typeof value !== "object" || value === null) return hide && value !== null ? hidden : value;
  const entries = Object.entries(value).map(([key, item]) => [key, copy(item, hide || mayNameSecret(key))]);
  return Object.fromEntries(entries);
}

/** In a list, a flag such as `--token` hides what follows it. */
function copyList(list: readonly unknown[], hide: boolean): unknown[] {
  let hidesNext = false;
  return list.map((item) => {
    const isValue = hidesNext;
    const isSign = isValue && (item === "=" || item === ":");
    hidesNext = isSign || (!isValue && typeof item === "string" && takesSecret(item));
    return isSign ? item : copy(item, hide || isValue);
  });
}

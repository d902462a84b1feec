import { certain } from "../fault/certain.ts";

const hidden = "[hidden]";
const secretWord =
  "pass(?:word|wd|phrase|code)?|pwd|secret|token|credentials?|auth(?:orization)?|cookie|bearer|(?:api|access|private|signing)[-_]?key";
/** Keys whose strings are taken for secrets wherever they stand. A helper that prints headers is a command with them in it. */
const secretLike =
  /pass(word|wd|phrase)?$|secret|token|credential|authorization|cookie|(api|access|private|signing)[-_]?key|^key$|^headersHelper$/i;
/** What stands in `env` and `headers` is taken for secret whatever it is called. */
const secretHolders: ReadonlySet<string> = new Set(["env", "headers", "oauth"]);
const placeholdersOnly = /^(\$\{SECRET:[A-Za-z_][A-Za-z0-9_]*\}|Bearer |Basic |[\s:])*$/;
/** `--token=X`, `TOKEN=X`, `--pass:X`: a name that speaks of a secret, and what is given to it. */
const assignment = new RegExp(
  `^(-{0,2}[\\w.-]*(?:${secretWord}|key)[\\w.-]*\\s*[=:]\\s*)(?!\\/\\/)([\\s\\S]+)$`,
  "i",
);
/** Flags whose value is a secret by their name: `--token X`. */
const secretFlag = new RegExp(`^--?[\\w.-]*(?:${secretWord}|key)[\\w.-]*$`, "i");
/** Flags whose value is one by custom: a password, `user:password`, a header, a variable. */
const customaryFlag =
  /^(?:-p|-P|-u|-U|-H|-e|-b|--user|--proxy-user|--header|--env|--env-file|--cookie|--data)$/;
/** The same flags with the value in the same word: `--header=X-Key: v`, `-Hx: y`. */
const customaryWord = /^(?:(?:--user|--proxy-user|--header|--env|--cookie|--data)=|-[pPuUHeb](?=\S))(.+)$/s;

/** True for a name whose value is taken for a secret, such as `API_TOKEN`. */
export function isSecretLike(name: string): boolean {
  return secretLike.test(name);
}

/**
 * A copy of a config value that can be shown: by where a string stands, not by what it looks like. Strings under
 * `env`, `headers`, `oauth` and secret-like keys, values of flags, headers and variables that carry secrets, and the
 * credentials and query of URLs are hidden. A placeholder is no secret and stays. More is hidden than must be.
 */
export function redact(value: unknown): unknown {
  return copy(value, false);
}

function copy(value: unknown, hide: boolean): unknown {
  if (typeof value === "string") return hide ? hideString(value) : redactText(value);
  if (Array.isArray(value)) return copyList(value, hide);
  if (typeof value !== "object" || value === null) return hide && value !== null ? hidden : value;
  const entries = Object.entries(value).map(([key, item]) => {
    const below = hide || secretLike.test(key) || (secretHolders.has(key) && typeof item === "object");
    return [key, copy(item, below)];
  });
  return Object.fromEntries(entries);
}

/** In a list, a flag such as `--token` hides what follows it. */
function copyList(list: readonly unknown[], hide: boolean): unknown[] {
  return list.map((item, index) => {
    const before = list[index - 1];
    const isValue = typeof before === "string" && (secretFlag.test(before) || customaryFlag.test(before));
    if (typeof item === "string" && !hide && !isValue) return redactWord(item);
    return copy(item, hide || isValue);
  });
}

function hideString(text: string): string {
  return placeholdersOnly.test(text) ? text : hidden;
}

/** One word of a command line. */
function redactWord(text: string): string {
  const value = customaryWord.exec(text)?.[1];
  return value === undefined ? redactText(text) : text.slice(0, -value.length) + hideString(value);
}

function redactText(text: string): string {
  const match = assignment.exec(text);
  if (match) return `${match[1]}${hideString(certain(match[2]))}`;
  return redactUrls(text);
}

/** Any URL in a text without its user, password, query and fragment, except for placeholders. */
export function redactUrls(text: string): string {
  return text.replace(
    /\b([a-z][a-z0-9+.-]*:\/\/)([^\s/?#]*@)?([^\s?#]*)([?#]\S*)?/gi,
    (_, scheme, user, rest, tail) => {
      const shownUser = user === undefined ? "" : `${hideString(user.slice(0, -1))}@`;
      const shownTail = tail === undefined ? "" : `${tail[0]}${hidden}`;
      return `${scheme}${shownUser}${rest}${shownTail}`;
    },
  );
}

const hidden = "[hidden]";
/** Keys whose strings are taken for secrets wherever they stand. */
const secretLike =
  /pass(word|wd|phrase)?$|secret|token|credential|authorization|cookie|(api|access|private|signing)[-_]?key|^key$/i;
/** What stands in `env` and `headers` is taken for secret whatever it is called. */
const secretHolders: ReadonlySet<string> = new Set(["env", "headers", "oauth"]);
const placeholdersOnly = /^(\$\{SECRET:[A-Za-z_][A-Za-z0-9_]*\}|Bearer |Basic |[\s:])*$/;
const flag = /^(--?[\w-]*(?:token|secret|password|key|credential|auth)[\w-]*)(=)(.*)$/is;
const flagAlone = /^--?[\w-]*(?:token|secret|password|key|credential|auth)[\w-]*$/i;

/** True for a name whose value is taken for a secret, such as `API_TOKEN`. */
export function isSecretLike(name: string): boolean {
  return secretLike.test(name);
}

/**
 * A copy of a config value that can be shown: by where a string stands, not by what it looks like. Strings under
 * `env`, `headers`, `oauth` and secret-like keys, values of secret-like flags, and the credentials and query of URLs are
 * hidden. A placeholder is no secret and stays.
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
    return copy(item, hide || (typeof before === "string" && flagAlone.test(before)));
  });
}

function hideString(text: string): string {
  return placeholdersOnly.test(text) ? text : hidden;
}

function redactText(text: string): string {
  const match = flag.exec(text);
  if (match) return `${match[1]}=${hideString(match[3] as string)}`;
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

import { mayNameSecret } from "./secret-like-name.ts";

export const hidden = "[hidden]";
const placeholdersOnly = /^(\$\{SECRET:[A-Za-z_][A-Za-z0-9_]*\}|Bearer |Basic |[\s:"'])*$/;

/** A name and what gives it a value, anywhere: `--token=`, `TOKEN=`, `"apiKey": `, `;Password=`. The name of a placeholder is none. */
const assignment = /(?<!\$\{)(?<![\w.$%-])[\w.$%-]*[\w%][\]"'`]*\s*[=:]\s*(?!\/\/)/g;
/** What stands before credentials in a header. */
const scheme = /(?<![\w-])(?:bearer|basic|digest|negotiate|token)\s+(?=\S)/i;
/** What the well-known issuers of tokens begin them with. */
const knownToken =
  /\b(?:gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{12,}|sk-[\w-]{16,}|xox[a-z]-[\w-]{10,}|A(?:KIA|SIA)[A-Z0-9]{12,}|AIza[\w-]{30,}|(?:npm|hf)_\w{20,}|pypi-[\w-]{16,}|SG\.[\w.-]{20,}|eyJ[\w.-]{16,})/g;

/** A text that nobody would show, unless it says no more than where a secret goes. */
export function hideText(text: string): string {
  return placeholdersOnly.test(text) ? text : hidden;
}

/** A text of one value or one word: what follows a name or a scheme that speaks of a secret is hidden, up to its end. */
export function redactText(text: string): string {
  const cut = cutOf(text);
  const [shown, rest] = cut === undefined ? [text, ""] : [text.slice(0, cut), text.slice(cut)];
  return redactMarks(shown) + (rest === "" ? "" : hideText(rest));
}

/** A text for people, such as a prompt: of each line only the word is hidden that follows such a name. */
export function redactProse(text: string): string {
  const shown = text.replace(
    /(?<![\w.-])([\w.-]*[\w-]["']?[ \t]*[=:][ \t]*)(?!\/\/)(\S+)/g,
    (whole, name: string, value: string, at: number) =>
      text.slice(Math.max(0, at - 2), at) !== "${" && mayNameSecret(name) ? name + hideText(value) : whole,
  );
  return redactMarks(shown);
}

/** Where a secret may begin. */
function cutOf(text: string): number | undefined {
  for (const match of text.matchAll(assignment))
    if (mayNameSecret(match[0])) return match.index + match[0].length;
  const match = scheme.exec(text);
  return match ? match.index + match[0].length : undefined;
}

/** What looks like a secret whatever stands before it. */
function redactMarks(text: string): string {
  const shown = redactUrls(text).replace(knownToken, hidden);
  return shown.includes("@") ? shown.replace(/\S+/g, redactUser) : shown;
}

/** `user:password@host`, with any scheme but one that is followed by two slashes; what comes before an image's digest is none. */
function redactUser(word: string): string {
  const at = word.lastIndexOf("@");
  const colon = /:(?!\/\/)/.exec(word)?.index ?? -1;
  if (colon === -1 || colon >= at - 1 || word.startsWith("@sha256:", at)) return word;
  return word.slice(0, colon + 1) + hideText(word.slice(colon + 1, at)) + word.slice(at);
}

/**
 * Any URL in a text without its user, password, query and fragment, and without parts of its path that are too long and too mixed for
 * somebody to have thought of them, except for placeholders.
 */
export function redactUrls(text: string): string {
  return text.replace(
    /\b([a-z][a-z0-9+.-]{0,40}:\/\/)([^\s/?#]*@)?([^\s?#]*)([?#]\S*)?/gi,
    (_, start: string, user: string | undefined, rest: string, tail: string | undefined) => {
      const shownUser = user === undefined ? "" : `${hideText(user.slice(0, -1))}@`;
      const shownTail = tail === undefined ? "" : `${tail[0]}${hidden}`;
      const [host, ...path] = rest.split("/");
      const shownPath = path.map((part) => (isDrawn(part) ? hidden : part));
      return `${start}${shownUser}${[host, ...shownPath].join("/")}${shownTail}`;
    },
  );
}

function isDrawn(part: string): boolean {
  return /^[\w~%-]{16,}$/.test(part) && /\d/.test(part) && /[a-z]/i.test(part);
}

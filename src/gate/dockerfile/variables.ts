import { certain } from "../../fault/certain.ts";
/** A word's value, or why it cannot be told. */
export type Value = { readonly value: string } | { readonly doubt: string };

/** Values of build arguments and environment variables; a name that is left out is not set. */
export type Variables = ReadonlyMap<string, Value>;

/** Set by builders themselves, each with a value of its own. */
const builtIn =
  /^(?:(?:TARGET|BUILD)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT)|TARGETSTAGE|PATH|SOURCE_DATE_EPOCH|BUILDKIT_\w*|(?:HTTPS?|FTP|NO|ALL)_PROXY)$/i;

/**
 * Takes quotes off and fills in `$NAME`, `${NAME}`, `${NAME:-word}` and `${NAME:+word}`, as all builders do; a name that is not
 * set is empty. Everything else that one builder or another does in a word is a doubt: other modifiers (`#`, `%`, `/`, `?`, and
 * `-` or `+` without the colon), positional names, escapes.
 */
export function expandVariables(text: string, variables: Variables): Value {
  if (text.includes("\\")) return { doubt: `builders differ in what an escape does in ${text}` };
  let value = "";
  let quote = "";
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    if (character === quote || (quote === "" && /["']/.test(character))) {
      quote = quote === "" ? character : "";
      at += 1;
    } else if (character === "$" && quote !== "'") {
      const found = reference(text, at, variables);
      if ("doubt" in found) return found;
      value += found.value;
      at = found.end;
    } else {
      value += character;
      at += 1;
    }
  }
  return quote === "" ? { value } : { doubt: `${text} has a quote without its end` };
}

function reference(
  text: string,
  at: number,
  variables: Variables,
): { readonly value: string; readonly end: number } | { readonly doubt: string } {
  const rest = text.slice(at);
  const plain = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/.exec(rest);
  if (plain) {
    const found = lookUp(certain(plain[1] ?? plain[2]), variables);
    return "doubt" in found ? found : { value: found.value, end: at + plain[0].length };
  }
  const modified = /^\$\{([A-Za-z_]\w*):([-+])/.exec(rest);
  const end = modified ? closingBrace(text, at + modified[0].length) : -1;
  if (!modified || end < 0) return { doubt: `builders differ in what ${rest} stands for` };
  const word = text.slice(at + modified[0].length, end);
  if (/["']/.test(word)) return { doubt: `builders differ in what quotes do in ${rest}` };
  const set = lookUp(certain(modified[1]), variables);
  if ("doubt" in set) return set;
  const chosen = (set.value === "") === (modified[2] === "-") ? expandVariables(word, variables) : undefined;
  if (chosen && "doubt" in chosen) return chosen;
  return { value: chosen?.value ?? (modified[2] === "-" ? set.value : ""), end: end + 1 };
}

function lookUp(name: string, variables: Variables): Value {
  if (builtIn.test(name)) return { doubt: `${name} is the builder's own` };
  return variables.get(name) ?? { value: "" };
}

function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text.startsWith("${", at)) depth += 1;
    else if (text[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

import { textDifference } from "../tree/text-difference.ts";
import { hidden, hideText, redactText } from "./redact-text.ts";
import { mayNameSecret } from "./secret-like-name.ts";

/** Bytes of one of the two texts that are compared; a prompt is far below. */
export const maxShownBytes: number = 256 * 1024;
/** A name that ends its line: its value is what is indented below it. */
const opening = /^(\s*)(?:- )?["']?([\w.-]+)["']?\s*[:=]\s*(?:[|>][+-]?\d?|[{[])?\s*$/;
const keyStart = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/;
const keyEnd = /-----END [A-Z0-9 ]*PRIVATE KEY/;
/** Too long and too mixed for a word that somebody thought of. */
const drawn =
  /(?<![\w+/=-])(?:[0-9a-f]{32,}|(?=[\w+/=-]*[a-z])(?=[\w+/=-]*[A-Z])(?=[\w+/=-]*\d)[\w+/=-]{24,})/g;

/**
 * The `difference` of a finding about two files: lines of a unified diff from what should be there to what is there, where both are
 * texts of at most 256 KiB. Nothing that looks like a secret is in it: values of names that speak of one, up to the end of the line
 * and in what is indented below it, keys, tokens, and words that nobody thought of. More is hidden than must be.
 */
export function shownDifference(
  expected: Uint8Array | undefined,
  actual: Uint8Array | undefined,
): { readonly difference?: readonly string[] } {
  const [before, after] = [textOf(expected), textOf(actual)];
  if (before === undefined || after === undefined || before === after) return {};
  const lines = textDifference(redactLines(before), redactLines(after));
  return { difference: lines.length > 0 ? lines : ["(only in what is not shown)"] };
}

/** The text of a file; `undefined` for what is no text, or too long. */
function textOf(bytes: Uint8Array | undefined): string | undefined {
  if (!bytes || bytes.length > maxShownBytes || bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Each line by itself, and below a name that holds secrets all that is indented deeper. */
function redactLines(text: string): string {
  let inKey = false;
  let holds: number | undefined;
  return text
    .split("\n")
    .map((line) => {
      const startsKey = keyStart.test(line);
      if (inKey || startsKey) {
        inKey = !keyEnd.test(line);
        return hidden;
      }
      const indent = line.search(/\S/);
      if (holds !== undefined && indent > holds) return hideValue(line);
      if (indent !== -1) holds = opens(line) ? indent : undefined;
      return redactText(line).replace(drawn, hidden);
    })
    .join("\n");
}

function opens(line: string): boolean {
  const name = opening.exec(line)?.[2];
  return name !== undefined && mayNameSecret(name);
}

/** Keeps the name of a line below such a name, for people to know which one it is. */
function hideValue(line: string): string {
  const [name = ""] = /^\s*(?:- )?["']?[\w.-]{1,40}["']?\s*[:=](?=\s)\s*|^\s*/.exec(line) ?? [];
  const value = line.slice(name.length);
  return name + (/^[|>{}[\],]*$/.test(value) ? value : hideText(value));
}

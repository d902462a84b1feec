import { certain } from "../../fault/certain.ts";
import { invalidLine, type LinePlace } from "./refusal.ts";

/** One `name` or `name=value` of ARG or ENV; the value is not evaluated yet. */
export interface Assignment {
  readonly name: string;
  readonly value?: string;
}

/** `ARG name`, `ARG name=default`, several of either in one line. */
export function argumentsOf(text: string, place: LinePlace): Assignment[] {
  const words = quotedWords(text);
  if (words.length === 0) throw invalidLine(place, "ARG needs a name");
  return words.map((word) => assignment(word, place));
}

/** `ENV name=value …`, or `ENV name the rest of the line`. */
export function environmentOf(text: string, place: LinePlace): Assignment[] {
  const words = quotedWords(text);
  if (words.length > 0 && !words[0]?.includes("=")) {
    const found = /^(\S+)[ \t]+(.+)$/.exec(text);
    if (!found) throw invalidLine(place, "ENV needs a name and a value");
    return [{ name: certain(found[1]), value: certain(found[2]) }];
  }
  const pairs = words.map((word) => assignment(word, place));
  if (pairs.length === 0 || pairs.some(({ value }) => value === undefined))
    throw invalidLine(place, "ENV takes name=value");
  return pairs;
}

function assignment(word: string, place: LinePlace): Assignment {
  const at = word.indexOf("=");
  if (at === 0) throw invalidLine(place, `${word} has no name`);
  return at < 0 ? { name: word } : { name: word.slice(0, at), value: word.slice(at + 1) };
}

/** Words parted by blanks, where quotes and escapes hold blanks together and stay in the word. */
function quotedWords(text: string): string[] {
  const words: string[] = [];
  let word = "";
  let quote = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote === "" && /[ \t]/.test(character)) {
      if (word !== "") words.push(word);
      word = "";
      continue;
    }
    if (character === quote) quote = "";
    else if (quote === "" && /["']/.test(character)) quote = character;
    word += character;
    if (character === "\\" && quote !== "'" && at + 1 < text.length) word += text[++at];
  }
  if (word !== "") words.push(word);
  return words;
}

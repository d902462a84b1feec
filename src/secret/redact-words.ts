import { hideText, redactText } from "./redact-text.ts";
import { mayNameSecret } from "./secret-like-name.ts";

/** Flags whose value is a secret by custom: a password, a key, `user:password`, a header, a variable, what is sent. */
const customaryFlag =
  /^(?:-[pPuUHebkKtxd]|--(?:[\w-]+-)?(?:headers?|env|env-vars?|env-file|cookies?|user|username|login|proxy|data(?:-raw|-binary|-ascii|-urlencode)?|cert|from-literal|build-arg|dsn|set))$/;
/** The short ones with the value in the same word: `-Hx: y`. */
const customaryWord = /^-[pPuUHebkD](?=[^\s=])/;
const flag = /^(?:--?|\/)[A-Za-z][\w.-]*$/;
const flagWithValue = /^((?:--?|\/)[A-Za-z][\w.-]*)([=:])([\s\S]*)$/;
/** What a shell takes for one word, with its quotes. */
const shellWord = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"']|["'][\s\S]*)+/g;

/** True for a word after which a secret may stand. */
export function takesSecret(word: string): boolean {
  return customaryFlag.test(word) || (/^--?[A-Za-z]/.test(word) && flag.test(word) && mayNameSecret(word));
}

/** Command lines in command lines that are looked into; what is deeper is hidden. */
const mostNested = 5;

/** One word of a command line, which may be a command line itself, as after `sh -c`. */
export function redactWord(word: string, nested = 0): string {
  if (nested > mostNested) return hideText(word);
  const [, name, sign, value] = flagWithValue.exec(word) ?? [];
  if (name !== undefined && value !== undefined && (takesSecret(name) || isSlashed(name)))
    return `${name}${sign}${hideText(value)}`;
  const short = customaryWord.exec(word)?.[0];
  if (short !== undefined) return short + hideText(word.slice(short.length));
  const quoted = /^(["'])([\s\S]*)\1$/.exec(word);
  if (quoted) return `${quoted[1]}${redactWord(quoted[2] as string, nested + 1)}${quoted[1]}`;
  return /\s/.test(word) ? redactScript(word, nested + 1) : redactText(word);
}

/** As Windows programs are given them: `/password:X`. */
function isSlashed(name: string): boolean {
  return name.startsWith("/") && (name.length === 2 || mayNameSecret(name));
}

function redactScript(text: string, nested: number): string {
  let hidesNext = false;
  return redactText(text).replace(shellWord, (word) => {
    const isValue = hidesNext;
    hidesNext = isValue ? /^[=:]$/.test(word) : takesSecret(word.replace(/^["']/, ""));
    if (isValue) return hidesNext ? word : hideText(word);
    return word === text ? redactText(word) : redactWord(word, nested);
  });
}

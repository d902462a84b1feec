import { canonicalJson } from "../../document/canonical-json.ts";
import type { StreamEvent } from "../adapter-event.ts";

/** Characters of an event's text at most; `RunEvent` has the same bound. */
const longestText = 100_000;
/** Characters of one value in an event's data, and of all of it. */
const [longestValue, longestData] = [4000, 20_000];

const [esc, bell] = [String.fromCharCode(0x1b), String.fromCharCode(0x07)];
/** Colours and other orders to a terminal (ECMA-48), of which the text without them is what was meant. */
const terminalOrders = new RegExp(
  `${esc}(?:\\[[0-?]{0,64}[ -/]{0,16}[@-~]|\\][^${bell}${esc}]{0,2000}(?:${bell}|${esc}\\\\)?|[@-_])`,
  "g",
);
/** Controls but tab and line feed: databases do not take NUL, and a terminal obeys others. */
const controls = /(?![\t\n])\p{Cc}/gu;

/** A text without what a terminal obeys and a database refuses; lone surrogates become U+FFFD. */
export function cleanText(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(terminalOrders, "").replace(controls, "\ufffd").toWellFormed();
}

/** The fields of an event for a text: clean, and cut at the bound. Nothing for an empty one. */
export function textFields(text: string | undefined): Pick<StreamEvent, "text" | "truncated"> {
  if (text === undefined || text === "") return {};
  // Cut first: what is cut off need not be cleaned.
  const clean = cleanText(text.slice(0, longestText + 1));
  return text.length <= longestText && clean.length <= longestText
    ? { text: clean }
    : { text: clean.slice(0, longestText).toWellFormed(), truncated: true };
}

type Data = NonNullable<StreamEvent["data"]>;

/** Further facts of an event: strings are cut, what is nested becomes a text, and what is too much in all is left out. */
export function dataFields(facts: Readonly<Record<string, unknown>>): Pick<StreamEvent, "data"> {
  const data: Data = {};
  let size = 0;
  for (const [key, value] of Object.entries(facts)) {
    const fact = asFact(value);
    if (fact === undefined) continue;
    const name = cleanText(key.slice(0, 100));
    size += name.length + String(fact).length;
    if (size > longestData) break;
    data[name] = fact;
  }
  return Object.keys(data).length === 0 ? {} : { data };
}

function asFact(value: unknown): string | number | boolean | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (value === undefined || value === null) return undefined;
  // A value that is nested without end must not exhaust the stack.
  const text = typeof value === "string" ? value : canonicalJson(value);
  return cleanText(text.slice(0, longestValue)).slice(0, longestValue).toWellFormed();
}

/** A name such as a tool's, as events take it. */
export function shortName(name: string, most: number): string {
  return cleanText(name).replaceAll("\n", " ").slice(0, most).toWellFormed();
}

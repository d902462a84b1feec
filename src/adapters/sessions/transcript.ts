import type { ContextData } from "../../agents/context/context-bundle.ts";
import { quoteData } from "../../agents/context/quoted-data.ts";
import type { StreamEvent } from "../adapter-event.ts";

/** Characters of a transcript at most, and of one thing in it. */
const [longestTranscript, longestEntry] = [2_000_000, 20_000];
/** Characters of a transcript that a new attempt is given: the end of it counts. */
const longestContext = 60_000;

/** What was said and done in an attempt, as Markdown for people and for the next attempt. It is made of masked events only. */
export class Transcript {
  readonly #entries: string[] = [];
  #length = 0;
  #isCut = false;

  add({ type, lane, tool, status, text, data }: StreamEvent): void {
    if (type === "heartbeat" || type === "cost") return;
    const where = lane === undefined ? "" : ` [${lane}]`;
    const what = [type, tool, status].filter((word) => word !== undefined).join(" ");
    const path = typeof data?.path === "string" ? ` ${data.path}` : "";
    this.#add(`## ${what}${path}${where}\n`);
    if (text !== undefined)
      this.#add(`\n${text.slice(0, longestEntry)}${text.length > longestEntry ? "\n…" : ""}\n\n`);
  }

  /** Whether its end was left out at the bound. */
  get isTruncated(): boolean {
    return this.#isCut;
  }

  toString(): string {
    return this.#entries.join("");
  }

  #add(entry: string): void {
    if (this.#length + entry.length > longestTranscript) this.#isCut = true;
    if (this.#isCut) return;
    this.#entries.push(entry);
    this.#length += entry.length;
  }
}

/**
 * What a new attempt is told of an earlier one where its client cannot go on with the session: the transcript as quoted data, so that
 * nothing in it is an instruction.
 * @param name the earlier attempt
 * @param trust `stranger` where work on behalf of somebody outside the team was done
 */
export function transcriptContext(
  transcript: string,
  { name, trust }: { readonly name: string; readonly trust: ContextData["trust"] },
): string {
  const cut = Math.max(0, transcript.length - longestContext);
  const note = cut === 0 ? "" : ` Its first ${cut} characters are left out.`;
  return quoteData(
    { kind: "message", name: `transcript of ${name}`, trust },
    transcript.slice(cut).toWellFormed(),
    note,
  );
}

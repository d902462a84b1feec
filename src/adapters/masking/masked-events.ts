import { redactCredentials } from "../../agents/context/redacted-text.ts";
import type { AdapterEvent, StreamEvent } from "../adapter-event.ts";
import type { SecretFinder, Stretch } from "./secret-finder.ts";

const mask = "***";
/** Events that are held back at most while the end of one may be the beginning of a secret, and voices that are listened to. */
const [mostHeld, mostVoices] = [200, 1000];
/** Fewer characters than these may end a text by chance, and give nothing of a secret away that is worth anything. */
const shortestOpening = 4;

/** An event that is held back, with what of its text is a secret. */
interface Held {
  readonly event: AdapterEvent;
  readonly masked: Stretch[];
  isReleased: boolean;
}

/** The open end of what one voice has said so far: texts of events that may together hold a secret. */
type Tail = readonly { readonly held: Held; readonly from: number; readonly text: string }[];

/**
 * The same events, with `***` in place of the values of secrets, also where a value was broken over lines or came in pieces over the
 * events of one voice (a lane, and what kind of event it is), and without what looks like a credential. An event whose end may be the
 * beginning of a value is held back until the next of its voice shows whether it is, or too many wait, or the stream ends: then that end
 * is masked, too. Of a value that comes letter by letter, the first three may be shown. Sums of usage wait for nothing.
 */
export async function* maskedEvents(
  events: AsyncIterable<AdapterEvent>,
  finder: SecretFinder,
): AsyncGenerator<AdapterEvent> {
  const queue = new HoldingQueue(finder);
  for await (const event of events) {
    // Who counts does not wait.
    if (event.kind === "usage") {
      yield event;
      continue;
    }
    queue.add(event);
    for (const held of queue.ready()) yield await shown(held, finder);
  }
  queue.close();
  for (const held of queue.ready()) yield await shown(held, finder);
}

class HoldingQueue {
  readonly #finder: SecretFinder;
  readonly #queue: Held[] = [];
  readonly #tails = new Map<string, Tail>();

  constructor(finder: SecretFinder) {
    this.#finder = finder;
  }

  add(event: AdapterEvent): void {
    const held: Held = { event, masked: [], isReleased: false };
    this.#queue.push(held);
    if (event.kind === "event" && event.event.text !== undefined)
      this.#look(held, voiceOf(event.event), event.event.text);
    // The oldest voices go first; what they began with is masked, and what comes of it still counts for the others.
    for (const [voice, tail] of this.#tails) {
      if (this.#tails.size <= mostVoices) break;
      release(tail);
      this.#tails.delete(voice);
    }
    if (this.#queue.length > mostHeld) for (const tail of this.#tails.values()) release(tail);
  }

  /** What can be shown: up to the first event that is still in question. */
  ready(): Held[] {
    const open = new Set([...this.#tails.values()].flatMap((tail) => tail.map(({ held }) => held)));
    const first = this.#queue.findIndex((held) => !held.isReleased && open.has(held));
    return this.#queue.splice(0, first === -1 ? this.#queue.length : first);
  }

  /** Nothing comes any more that could complete a value. */
  close(): void {
    for (const tail of this.#tails.values()) release(tail);
    this.#tails.clear();
  }

  #look(held: Held, voice: string, text: string): void {
    const parts = [...(this.#tails.get(voice) ?? []), { held, from: 0, text }];
    const { found, openFrom } = this.#finder.find(parts.map((part) => part.text).join(""));
    const left: Tail[number][] = [];
    let offset = 0;
    for (const part of parts) {
      const end = offset + part.text.length;
      for (const one of found)
        if (one.start < end && one.end > offset)
          part.held.masked.push({
            start: part.from + Math.max(0, one.start - offset),
            end: part.from + Math.min(end, one.end) - offset,
          });
      const cut = Math.max(0, openFrom - offset);
      if (cut < part.text.length)
        left.push({ held: part.held, from: part.from + cut, text: part.text.slice(cut) });
      offset = end;
    }
    this.#tails.delete(voice);
    if (left.length === 0) return;
    this.#tails.set(voice, left);
    const length = left.reduce((sum, one) => sum + one.text.replace(/\s+/g, "").length, 0);
    // It is shown at once, and still counts for what comes behind it.
    if (length < shortestOpening) for (const one of left) one.held.isReleased = true;
  }
}

/** Events that wait no longer: what of them may be the beginning of a value is masked. */
function release(tail: Tail): void {
  for (const { held, from, text } of tail) {
    if (!held.isReleased) held.masked.push({ start: from, end: from + text.length });
    held.isReleased = true;
  }
}

function voiceOf({ lane, type, tool, data }: StreamEvent): string {
  return JSON.stringify([lane ?? "", type, tool ?? "", data?.call ?? ""]);
}

async function shown({ event, masked }: Held, finder: SecretFinder): Promise<AdapterEvent> {
  if (event.kind === "event") return { kind: "event", event: await shownEvent(event.event, masked, finder) };
  if (event.kind === "session") return { ...event, sessionId: maskIn(event.sessionId, finder) };
  if (event.kind !== "result") return event;
  const { text, reason, ...others } = event.result;
  const rest = { ...others, ...(reason === undefined ? {} : { reason: maskIn(reason, finder) }) };
  return {
    kind: "result",
    result: text === undefined ? rest : { ...rest, text: await shownText(text, [], finder) },
  };
}

async function shownEvent(
  event: StreamEvent,
  masked: readonly Stretch[],
  finder: SecretFinder,
): Promise<StreamEvent> {
  const { text, tool, lane, data, ...rest } = event;
  const plain = (value: string) => maskIn(value, finder);
  return {
    ...rest,
    ...(lane === undefined ? {} : { lane: plain(lane) }),
    ...(tool === undefined ? {} : { tool: plain(tool) }),
    ...(text === undefined ? {} : { text: await shownText(text, masked, finder) }),
    ...(data === undefined ? {} : { data: await shownData(data, finder) }),
  };
}

async function shownData(
  data: NonNullable<StreamEvent["data"]>,
  finder: SecretFinder,
): Promise<NonNullable<StreamEvent["data"]>> {
  const entries: [string, (typeof data)[string]][] = [];
  for (const [key, value] of Object.entries(data))
    entries.push([
      maskIn(key, finder),
      typeof value === "string" ? await shownText(value, [], finder) : value,
    ]);
  return Object.fromEntries(entries);
}

async function shownText(text: string, masked: readonly Stretch[], finder: SecretFinder): Promise<string> {
  // What was found over several events is in no single text; what is in this one is found again.
  const all = [...masked, ...finder.find(text).found];
  return (await redactCredentials(without(text, all))).text;
}

/** A text without the values of secrets: of names and of values of other programs. */
export function maskIn(text: string, finder: SecretFinder): string {
  return without(text, finder.find(text).found);
}

function without(text: string, stretches: readonly Stretch[]): string {
  let shownSoFar = "";
  let at = 0;
  for (const { start, end } of stretches.toSorted((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    if (start >= at) shownSoFar += text.slice(at, start) + mask;
    at = end;
  }
  return shownSoFar + text.slice(at);
}

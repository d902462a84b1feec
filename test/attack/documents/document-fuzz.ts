import { isDeepStrictEqual } from "node:util";
import { randomFrom } from "../archive-fuzz.ts";
import { nodeOf, write } from "./document-node.ts";
import type { GoReading, GoReadings } from "./go-readings.ts";
import { damage, mutate } from "./mutate-document.ts";
import { type Asked, plainReading, type Readers, type Reading } from "./our-reading.ts";
import { comparePlatforms, samplePlatformCase } from "./platform-cases.ts";
import {
  type DocumentKind,
  documentKinds,
  indexType,
  manifestType,
  pick,
  type Random,
  sampleDocument,
} from "./sample-documents.ts";

/** A document that we read in another way than some other program. */
export interface Difference {
  readonly what: string;
  readonly kind: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** How a run came out. */
export interface Tally {
  cases: number;
  /** Documents that we read, and that every other program reads alike. */
  read: number;
  /** Refused, by code. */
  invalid: number;
  ambiguous: number;
  /** Of those that were refused, how many programs differ on: some refuse, or they read different values. */
  differing: number;
  /** Platforms and choices of platforms that were compared. */
  platforms: number;
  kinds: Record<string, number>;
}

const batch = 500;

export function newTally(): Tally {
  return { cases: 0, read: 0, invalid: 0, ambiguous: 0, differing: 0, platforms: 0, kinds: {} };
}

/**
 * Reads made-up documents with our readers, with Go's decoders and with JavaScript's. What we read, all of them must
 * read, and find the same in it; what no mutation touched must be read.
 * @param found told of each difference; the run goes on
 */
export async function fuzzDocuments(
  { count, seed }: { readonly count: number; readonly seed: number },
  readers: Readers,
  go: GoReadings,
  found: (difference: Difference) => void,
): Promise<Tally> {
  const random = randomFrom(seed);
  const tally = newTally();
  while (tally.cases < count) {
    for (const { each, theirs } of await newDocuments(random, Math.min(batch, count - tally.cases), go)) {
      tally.cases++;
      tally.kinds[each.kind] = (tally.kinds[each.kind] ?? 0) + 1;
      const what = compare(each, theirs, readers, tally);
      if (what !== undefined) found({ what, kind: each.kind, type: each.type, bytes: each.bytes });
    }
  }
  return tally;
}

/** Documents with what Go's decoders make of them, made as far as somebody asks for them: for many readers one after another. */
export class KnownDocuments {
  readonly #random: Random;
  readonly #go: GoReadings;
  readonly #known: KnownDocument[] = [];

  constructor(seed: number, go: GoReadings) {
    this.#random = randomFrom(seed);
    this.#go = go;
  }

  /** What some readers read otherwise first; `undefined` where `most` documents are not enough. */
  async firstDifference(readers: Readers, most: number): Promise<string | undefined> {
    for (let at = 0; at < most; at++) {
      if (at === this.#known.length) this.#known.push(...(await newDocuments(this.#random, batch, this.#go)));
      const { each, theirs } = this.#known[at] as KnownDocument;
      const what = compare(each, theirs, readers, newTally());
      if (what !== undefined) return what;
    }
    return undefined;
  }
}

interface KnownDocument {
  readonly each: Case;
  readonly theirs: readonly GoReading[];
}

async function newDocuments(random: Random, count: number, go: GoReadings): Promise<KnownDocument[]> {
  const cases = Array.from({ length: count }, () => newCase(random));
  const answers = await go.of(cases);
  return cases.map((each, at) => ({ each, theirs: answers[at] ?? [] }));
}

/** A document to be read, and whether it is one that all must read. */
interface Case extends Asked {
  readonly isValid: boolean;
}

function newCase(random: Random): Case {
  if (random(6) === 0) return { ...samplePlatformCase(random), isValid: true };
  const kind = pick(random, documentKinds);
  const node = nodeOf(sampleDocument(kind, random));
  const mutations = random(4);
  for (let times = 0; times < mutations; times++) mutate(node, random);
  const space = () => (random(12) === 0 ? pick(random, [" ", "\n", "\t", "\r\n "]) : "");
  const written = write(node, space);
  const isDamaged = random(10) === 0;
  return {
    kind,
    type: typeOf(kind),
    bytes: isDamaged ? damage(written, random) : written,
    isValid: mutations === 0 && !isDamaged,
  };
}

function typeOf(kind: DocumentKind): string {
  return { manifest: manifestType, index: indexType, config: "", saved: "" }[kind];
}

/** What is wrong with our reading, if anything. */
export function compare(
  asked: Asked & { readonly isValid: boolean },
  theirs: readonly GoReading[],
  readers: Readers,
  tally: Tally,
): string | undefined {
  if (asked.kind === "platform" || asked.kind === "choice") {
    tally.platforms++;
    return comparePlatforms(asked, theirs, readers);
  }
  let ours: Reading;
  try {
    ours = readers.read(asked);
  } catch (fault) {
    return `our reader failed: ${fault}`;
  }
  if ("refusal" in ours) {
    tally[ours.refusal === "IMAGE_INVALID" ? "invalid" : "ambiguous"]++;
    if (areDiffering(theirs)) tally.differing++;
    return asked.isValid ? `a valid document is refused: ${ours.refusal}` : undefined;
  }
  tally.read++;
  const plain = plainReading(asked);
  if (!("value" in plain)) return "JSON.parse refuses what we read";
  const others = [...theirs, { decoder: "JSON.parse", value: plain.value }];
  if (!isKept(asked.bytes)) return "written again, it is another document";
  return others.map((other) => differenceTo(ours.value, other)).find((what) => what !== undefined);
}

/** A bake writes a base's config again: what it does not know must be what it was. */
function isKept(bytes: Buffer): boolean {
  const document = JSON.parse(bytes.toString("utf8"));
  return isDeepStrictEqual(JSON.parse(JSON.stringify(document)), document);
}

function differenceTo(ours: unknown, { decoder, error, value }: GoReading): string | undefined {
  if (error !== undefined) return `${decoder} refuses what we read: ${error}`;
  if (Array.isArray(value))
    return isDeepStrictEqual(value, ours) ? undefined : `${decoder} reads another list`;
  for (const [key, theirs] of Object.entries(value as object)) {
    const our = (ours as Record<string, unknown>)[key];
    if (!isDeepStrictEqual(theirs, our))
      return `${decoder} reads another ${key}: ${JSON.stringify(theirs)} instead of ${JSON.stringify(our)}`;
  }
  return undefined;
}

function areDiffering(readings: readonly GoReading[]): boolean {
  const [first, ...others] = readings.map(({ error, value }) => (error === undefined ? value : "refused"));
  return others.some((each) => !isDeepStrictEqual(each, first));
}

import { compareTexts } from "../../document/compare-texts.ts";

/** A digest that a name with a tag has stood for. */
export interface TaggedDigest {
  /** Such as `registry.example/agent:v1`; without a tag where none was written. */
  readonly name: string;
  readonly digest: string;
  readonly verdict?: "clean" | "drift" | "unverified" | undefined;
  /** RFC 3339: when the gate, or else a run, saw it under this name first. */
  readonly since: string;
  /** What the name stood for before, where who moved it wrote that down; `null` for a new name. */
  readonly previous?: string | null | undefined;
  /** The stack that the gate looked for, the run that worked in it, or who moved the tag. */
  readonly by: { readonly name: string; readonly href: string };
}

/** An image that was seen at a time. */
export interface ImageSeen {
  readonly image: string;
  readonly verdict?: TaggedDigest["verdict"];
  readonly previous?: TaggedDigest["previous"];
  readonly at: string;
  readonly by: TaggedDigest["by"];
}

/** Entries that are shown. */
const mostEntries = 200;

/**
 * Which digests each name has stood for, as stacks named them and commands wrote down that they moved, by name, the newest first. What says
 * the same as the entry before it is none; a run says nothing of the gate, and a command only that it passed. No registry is asked.
 */
export function tagHistory(seen: readonly ImageSeen[]): readonly TaggedDigest[] {
  const byName = new Map<string, TaggedDigest[]>();
  for (const { image, verdict, previous, at: since, by } of seen.toSorted((a, b) =>
    compareTexts(a.at, b.at),
  )) {
    const [name = "", digest = ""] = image.split("@");
    const entries = byName.get(name) ?? [];
    const newest = entries.at(-1);
    const isSame = newest?.digest === digest && (verdict === undefined || newest.verdict === verdict);
    if (!isSame) entries.push({ name, digest, verdict, previous, since, by });
    byName.set(name, entries);
  }
  const names = [...byName.keys()].sort(compareTexts);
  return names.flatMap((name) => (byName.get(name) ?? []).toReversed()).slice(0, mostEntries);
}

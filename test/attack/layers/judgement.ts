import { ancestorsOf } from "../../../src/tree/path.ts";
import { identity } from "./identity.ts";
import { factOf, type OracleAnswer, type ShownEntry, type ShownState } from "./shown-state.ts";

/** What an oracle shows that is not the identity. */
export interface Objection {
  readonly oracle: string;
  /** The identity is there, and the image's user cannot read it. */
  readonly isLock: boolean;
  readonly reason: string;
}

/** An oracle that takes no container out of an image. */
export interface Refusal {
  readonly oracle: string;
  readonly reason: string;
  /** The layer that it is about, from the lowest on; left out where it is about the image as a whole. */
  readonly layer?: number;
}

/** What one oracle has below the destination. */
export interface OracleNames {
  readonly oracle: string;
  readonly paths: readonly string[];
}

/** What the oracles come to together. */
export interface Judgement {
  /** Why `clean` would be false. */
  readonly objections: readonly Objection[];
  readonly refusals: readonly Refusal[];
  /** Why Go's `archive/tar`, which all engines read with, does not read a layer. */
  readonly unreadable: Refusal | undefined;
  /** Every oracle shows exactly the identity, and nothing that one could find fault with; one alone may refuse it. */
  readonly isExact: boolean;
  /** What is below the destination, where all oracles show the same; one alone may refuse it. */
  readonly agreed: readonly string[] | undefined;
  /** What each oracle that takes the image has below the destination, by name alone. */
  readonly names: readonly OracleNames[];
  /** How many layers the image has. */
  readonly layers: number;
}

/**
 * What one library alone refuses, and no engine that runs containers does: a name that begins with `../`, which all of
 * them take for one at the root.
 */
const refusedByOne = /^(layer \d+: )?unsafe tar path/;

export function judgementOf({ oracles, states, unreadable }: OracleAnswer, layers: number): Judgement {
  const heard = Object.entries(oracles).filter(([, { error }]) => !refusedByOne.test(error));
  const refused = heard.filter(([, { error }]) => error !== "");
  // Who does not say which layer it is means the one that the others refuse.
  const known = refused.find(([, { layer }]) => layer >= 0)?.[1].layer;
  const refusals = refused.map(([oracle, { error, layer }]): Refusal => {
    const about = layer >= 0 ? layer : known;
    return { oracle, reason: `${oracle}: ${error}`, ...(about === undefined ? {} : { layer: about }) };
  });
  const objections = heard.flatMap(([oracle, { error, state }]): Objection[] => {
    if (error !== "") return [];
    const shown = states[state] as ShownState;
    const other = differenceIn(shown);
    const why = other ?? lockIn(shown);
    return why === undefined ? [] : [{ oracle, isLock: other === undefined, reason: `${oracle}: ${why}` }];
  });
  const shown = heard.flatMap(([, { error, state }]) => (error === "" ? [states[state] as ShownState] : []));
  // One that refuses an image alone says nothing of its files, and leaves the others to agree about them.
  const isShown = refused.length <= 1;
  const [first, ...others] = shown.map((state) => state.entries.map(factOf));
  const isOne = isShown && others.every((facts) => facts.join("\n") === first?.join("\n"));
  return {
    objections,
    refusals,
    unreadable:
      unreadable.error === ""
        ? undefined
        : { oracle: "archive/tar", reason: unreadable.error, layer: unreadable.layer },
    isExact: isShown && objections.length === 0 && shown.every(isFaultless),
    agreed: isOne ? first : undefined,
    names: heard.flatMap(([oracle, { error, state }]) =>
      error === "" ? [{ oracle, paths: (states[state] as ShownState).entries.map(({ path }) => path) }] : [],
    ),
    layers,
  };
}

/** What a state has that `clean` does not promise: not the identity's files, or something else beside them. */
function differenceIn({ entries }: ShownState): string | undefined {
  const shown = new Set(entries.map(({ path }) => path));
  for (const { path } of identity) if (!shown.has(path)) return `${path} is missing`;
  for (const entry of entries) {
    const why = differenceOf(entry);
    if (why) return `${entry.path} ${why}`;
  }
  return undefined;
}

/** What the image's own user cannot read. */
function lockIn({ above, entries }: ShownState): string | undefined {
  const locked = [...above, ...entries].find(({ readable, kind }) => !readable && kind !== "symlink");
  return locked && `${locked.path} cannot be read by the image's user`;
}

function differenceOf(entry: ShownEntry): string | undefined {
  const want = identity.get(entry.path);
  if (!want) return entry.kind === "directory" ? undefined : `is an extra ${entry.kind}`;
  if (entry.kind !== "file") return `is a ${entry.kind} in a file's place`;
  if (entry.digest !== want.digest) return "has other bytes";
  if ((entry.mode & 0o555) !== (want.mode & 0o555) || (entry.mode & 0o7002) !== 0)
    return `has mode ${entry.mode.toString(8)}`;
  if ("security.capability" in entry.attributes) return "has capabilities";
  return entry.uid === 0 && entry.gid === 0 ? undefined : `belongs to ${entry.uid}:${entry.gid}`;
}

const directories = new Set([...identity].flatMap(({ path }) => ancestorsOf(path)));

/** True where nobody could object to anything: what is called drift there is a false alarm. */
function isFaultless({ userError, above, entries }: ShownState): boolean {
  const isPlain = ({ attributes, uid, gid }: ShownEntry) =>
    Object.keys(attributes).length === 0 && uid === 0 && gid === 0;
  const isKnown = (entry: ShownEntry) =>
    identity.get(entry.path)?.mode === entry.mode || (directories.has(entry.path) && entry.mode === 0o755);
  return (
    userError === "" &&
    above.every((entry) => entry.kind === "directory" && entry.mode === 0o755 && isPlain(entry)) &&
    entries.every((entry) => isKnown(entry) && isPlain(entry))
  );
}

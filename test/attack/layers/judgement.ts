import { ancestorsOf } from "../../../src/tree/path.ts";
import { identity } from "./identity.ts";
import { factOf, type OracleAnswer, type ShownEntry, type ShownState } from "./shown-state.ts";

/** Why `clean` would be false. */
export interface Objection {
  /** An oracle shows something else, or it refuses the image. */
  readonly kind: "shown" | "refused";
  readonly reason: string;
  /** The layer that an oracle refuses, from the lowest on; left out where it is about the image as a whole. */
  readonly layer?: number;
}

/** What the oracles come to together. */
export interface Judgement {
  readonly objections: readonly Objection[];
  /** Every oracle shows exactly the identity, and nothing about it that one could find fault with. */
  readonly isExact: boolean;
  /** What is below the destination, where all oracles show the same. */
  readonly agreed: readonly string[] | undefined;
  /** How many layers the image has. */
  readonly layers: number;
}

/**
 * What one library alone refuses, and no engine that runs containers does: a name that begins with `../`, which all of
 * them take for one at the root.
 */
const refusedByOne = /^(layer \d+: )?unsafe tar path/;

export function judgementOf({ oracles, states }: OracleAnswer, layers: number): Judgement {
  const heard = Object.entries(oracles).filter(([, { error }]) => !refusedByOne.test(error));
  const refused = heard.flatMap(([, { error, layer }]) => (error !== "" && layer >= 0 ? [layer] : []));
  const objections = heard.flatMap(([name, { error, layer, state }]): Objection[] => {
    if (error === "") {
      const why = objectionTo(states[state] as ShownState);
      return why === undefined ? [] : [{ kind: "shown", reason: `${name}: ${why}` }];
    }
    // Who does not say which layer it is means the one that the others refuse.
    const about = layer >= 0 ? layer : refused[0];
    const reason = `${name}: refuses it: ${error}`;
    return [{ kind: "refused", reason, ...(about === undefined ? {} : { layer: about }) }];
  });
  const refuses = heard.some(([, { error }]) => error !== "");
  const [first, ...others] = states.map((state) => state.entries.map(factOf));
  const isOne = !refuses && others.every((facts) => facts.join("\n") === first?.join("\n"));
  return {
    objections,
    isExact: objections.length === 0 && states.every(isFaultless),
    agreed: isOne ? first : undefined,
    layers,
  };
}

/** Why a state is not what `clean` promises: the identity's files, readable for the image's user, and nothing else. */
function objectionTo({ above, entries }: ShownState): string | undefined {
  const shown = new Set(entries.map(({ path }) => path));
  for (const { path } of identity) if (!shown.has(path)) return `${path} is missing`;
  for (const entry of entries) {
    const why = objectionToEntry(entry);
    if (why) return `${entry.path} ${why}`;
  }
  for (const entry of above) {
    const [obeyed] = attributesOf(entry, /overlay\./);
    if (obeyed) return `${entry.path} has ${obeyed}`;
    if (!entry.readable && entry.kind !== "symlink")
      return `${entry.path} cannot be entered by the image's user`;
  }
  return undefined;
}

function objectionToEntry(entry: ShownEntry): string | undefined {
  const want = identity.get(entry.path);
  const isFile = entry.kind === "file";
  const [attribute] = attributesOf(entry, isFile ? /overlay\.|^security\.capability$/ : /overlay\./);
  if (attribute) return `has ${attribute}`;
  if (!entry.readable && entry.kind !== "symlink") return "cannot be read by the image's user";
  if (!want) return entry.kind === "directory" ? undefined : `is an extra ${entry.kind}`;
  if (entry.kind !== "file") return `is a ${entry.kind} in a file's place`;
  if (entry.digest !== want.digest) return "has other bytes";
  if ((entry.mode & 0o555) !== (want.mode & 0o555) || (entry.mode & 0o7002) !== 0)
    return `has mode ${entry.mode.toString(8)}`;
  return entry.uid === 0 && entry.gid === 0 ? undefined : `belongs to ${entry.uid}:${entry.gid}`;
}

function attributesOf({ attributes }: ShownEntry, match: RegExp): string[] {
  return Object.keys(attributes).filter((name) => match.test(name));
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

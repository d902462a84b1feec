import type { ObservedEntry } from "../../../src/tree/observed.ts";
import { identity } from "./identity.ts";
import type { OracleAnswer, ShownEntry, ShownState } from "./shown-state.ts";
import type { Answer } from "./subject.ts";

export type FailureKind =
  /** Called clean, and an oracle shows something else than the identity, or nothing. */
  | "false-clean"
  /** Called drift, and every oracle shows exactly the identity. */
  | "false-alarm"
  /** The view shows something else than all oracles. */
  | "wrong-view";

export interface Failure {
  readonly kind: FailureKind;
  readonly reason: string;
}

/** What the oracles come to together. */
export interface Judgement {
  /** Why `clean` would be false; empty where it is true for every oracle. */
  readonly objections: readonly string[];
  /** Every oracle shows exactly the identity, and nothing about it that one could find fault with. */
  readonly isExact: boolean;
  /** What is below the destination, where all oracles show the same. */
  readonly agreed: readonly string[] | undefined;
}

export function judgementOf({ oracles, states }: OracleAnswer): Judgement {
  const named = Object.entries(oracles);
  const objections = named.flatMap(([name, { error, state }]) => {
    const why = error === "" ? objectionTo(states[state] as ShownState) : `refuses it: ${error}`;
    return why === undefined ? [] : [`${name}: ${why}`];
  });
  const refuses = named.some(([, { error }]) => error !== "");
  const shown = states.map((state) => state.entries.map(factOfShown));
  const isOne = !refuses && new Set(shown.map((facts) => facts.join("\n"))).size === 1;
  return {
    objections,
    isExact: objections.length === 0 && states.every(isFaultless),
    agreed: isOne ? shown[0] : undefined,
  };
}

/** How an answer of ours and the oracles' judgement contradict each other. */
export function failureOf(ours: Answer, judgement: Judgement): Failure | undefined {
  const [objection] = judgement.objections;
  if (ours.verdict === "clean" && objection !== undefined)
    return { kind: "false-clean", reason: judgement.objections.join("; ") };
  if (ours.verdict === "drift" && judgement.isExact) {
    const reason = ours.findings.map(({ code, path }) => `${code} ${path}`).join(", ");
    return { kind: "false-alarm", reason };
  }
  if (ours.entries && judgement.agreed) {
    const reason = difference(ours.entries.map(factOfOurs), judgement.agreed);
    if (reason) return { kind: "wrong-view", reason };
  }
  return undefined;
}

function difference(ours: readonly string[], theirs: readonly string[]): string | undefined {
  const only = (some: readonly string[], others: readonly string[]) =>
    some.filter((fact) => !others.includes(fact)).join(", ") || "nothing";
  const [mine, other] = [only(ours, theirs), only(theirs, ours)];
  if (mine === "nothing" && other === "nothing" && ours.length === theirs.length) return undefined;
  return `only we show ${mine}; only they show ${other}`;
}

function factOfShown({ path, kind, mode, uid, gid, target, digest }: ShownEntry): string {
  if (kind === "symlink") return `${path} symlink to ${target}`;
  if (kind !== "file" && kind !== "directory") return `${path} ${kind}`;
  return `${path} ${kind} ${mode.toString(8)} ${uid}:${gid} ${digest}`;
}

function factOfOurs({ path, kind, mode, owner, target, digest }: ObservedEntry): string {
  return factOfShown({
    path,
    kind,
    mode,
    uid: owner?.uid ?? 0,
    gid: owner?.gid ?? 0,
    target: target ?? "",
    digest: digest ?? "",
    attributes: {},
    readable: true,
  });
}

/** Why a state is not what `clean` promises: the identity's files, readable for the image's user, and nothing else. */
function objectionTo(state: ShownState): string | undefined {
  const unread = [...state.above, ...state.entries].find(({ readable, kind }) => !readable && kind !== "symlink");
  const left = new Set([...identity].map(({ path }) => path));
  for (const entry of state.entries) {
    left.delete(entry.path);
    const why = objectionToEntry(entry);
    if (why) return `${entry.path}: ${why}`;
  }
  const [missing] = left;
  if (missing !== undefined) return `${missing} is missing`;
  if (unread) return `${unread.path} cannot be read by the image's user`;
  const obeyed = state.above.find((entry) => attributesThat(entry, /overlay\./).length > 0);
  return obeyed && `${obeyed.path} has ${attributesThat(obeyed, /overlay\./).join(", ")}`;
}

function objectionToEntry(entry: ShownEntry): string | undefined {
  const want = identity.get(entry.path);
  const [attribute] = attributesThat(entry, /overlay\.|^security\.capability$/);
  if (attribute && !isMarkerOfTheLayer(entry)) return `has ${attribute}`;
  if (!want) return entry.kind === "directory" ? undefined : `an extra ${entry.kind}`;
  if (entry.kind !== "file") return `a ${entry.kind} in a file's place`;
  if (entry.digest !== want.digest) return `has other bytes`;
  if ((entry.mode & 0o555) !== (want.mode & 0o555) || (entry.mode & 0o7002) !== 0)
    return `has mode ${entry.mode.toString(8)}`;
  return entry.uid === 0 && entry.gid === 0 ? undefined : `belongs to ${entry.uid}:${entry.gid}`;
}

/** No engine shows it: where layers are unpacked side by side, the mount takes it away. */
function isMarkerOfTheLayer(_entry: ShownEntry): boolean {
  return false;
}

function attributesThat({ attributes }: ShownEntry, match: RegExp): string[] {
  return Object.keys(attributes).filter((name) => match.test(name));
}

function isFaultless(state: ShownState): boolean {
  const directories = new Set([...identity].flatMap(({ path }) => path.split("/").slice(0, -1).map((_, at, all) => all.slice(0, at + 1).join("/"))));
  const plain = (entry: ShownEntry) => Object.keys(entry.attributes).length === 0 && entry.uid === 0 && entry.gid === 0;
  return (
    state.userError === "" &&
    state.above.every((entry) => entry.kind === "directory" && entry.mode === 0o755 && plain(entry)) &&
    state.entries.every((entry) => {
      const want = identity.get(entry.path);
      const mode = want?.mode ?? 0o755;
      return plain(entry) && entry.mode === mode && (want !== undefined || directories.has(entry.path));
    })
  );
}

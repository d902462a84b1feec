import type { ContainerView } from "../../../src/image/view/container-view.ts";
import type { ObservedEntry } from "../../../src/tree/observed.ts";
import type { Judgement, Refusal } from "./judgement.ts";
import { factOf } from "./shown-state.ts";
import type { Answer } from "./subject.ts";

export type FailureKind =
  /** Called clean, and an oracle shows something else than the identity, or `archive/tar` does not read it. */
  | "false-clean"
  /** Called drift, and every oracle shows exactly the identity. */
  | "false-alarm"
  /** The view shows something else than all oracles do, or has other names than one of them. */
  | "wrong-view";

export interface Failure {
  readonly kind: FailureKind;
  readonly reason: string;
}

/** How an answer of ours and the oracles' judgement contradict each other, if they do. */
export function failureOf(answer: Answer, judgement: Judgement): Failure | undefined {
  const { verdict, findings, view } = answer;
  if (verdict === "clean") {
    if (judgement.objections.length > 0)
      return { kind: "false-clean", reason: judgement.objections.map(({ reason }) => reason).join("; ") };
    const { unreadable } = judgement;
    if (unreadable && isRead(unreadable, answer, judgement))
      return { kind: "false-clean", reason: `archive/tar does not read it: ${unreadable.reason}` };
  }
  if (verdict === "drift" && judgement.isExact)
    return { kind: "false-alarm", reason: findings.map(({ code, path }) => `${code} ${path}`).join(", ") };
  const reason = view && judgement.agreed && difference(view.entries.map(factOfOurs), judgement.agreed);
  if (reason) return { kind: "wrong-view", reason };
  const other = view && otherNames(view, judgement);
  return other === undefined ? undefined : { kind: "wrong-view", reason: other };
}

/** How an oracle has other names below the destination than a view, if one has. */
function otherNames({ entries }: ContainerView, { names }: Judgement): string | undefined {
  const ours = entries.map(({ path }) => asShown(path));
  for (const { oracle, paths } of names) {
    const reason = difference(ours, paths);
    if (reason) return `${oracle}: ${reason}`;
  }
  return undefined;
}

/**
 * Engines that refuse what is called clean. They show nothing else, so it is no failure while others show the identity; but
 * it is counted.
 */
export function refusalsOf(answer: Answer, judgement: Judgement): readonly Refusal[] {
  if (answer.verdict !== "clean") return [];
  return judgement.refusals.filter((refusal) => isRead(refusal, answer, judgement));
}

/** The one oracle that is no engine: it makes one archive of an image, by the names of entries alone. */
const flattener = "go-containerregistry";

/**
 * A judgement with another word of go-containerregistry's: on the image with names that do not start with a slash in the
 * layers that were not read (ADR 14). Only what every oracle is asked by itself is kept.
 */
export function respelled(judgement: Judgement, relative: Judgement): Judgement {
  const others = ({ oracle }: { readonly oracle: string }) => oracle !== flattener;
  return {
    ...judgement,
    objections: [...judgement.objections.filter(others), ...relative.objections],
    names: [...judgement.names.filter(others), ...relative.names],
    isExact: false,
    agreed: undefined,
  };
}

/** A layer that an answer does not rest on is not read, and what is wrong with it not known. */
function isRead({ layer }: Refusal, { view }: Answer, { layers }: Judgement): boolean {
  return layer === undefined || layer >= layers - (view?.layersRead ?? 0);
}

function difference(ours: readonly string[], theirs: readonly string[]): string | undefined {
  const only = (some: readonly string[], others: readonly string[]) =>
    some.filter((fact) => !others.includes(fact)).join(", ") || "nothing";
  const [mine, other] = [only(ours, theirs), only(theirs, ours)];
  if (mine === "nothing" && other === "nothing" && ours.length === theirs.length) return undefined;
  return `only we show ${mine}; only they show ${other}`;
}

/** What a view says about an entry, as text. */
export function factOfOurs({ path, kind, mode, owner, target, digest }: ObservedEntry): string {
  const { uid, gid } = owner ?? { uid: 0, gid: 0 };
  return factOf({
    path: asShown(path),
    kind,
    mode,
    uid,
    gid,
    target: asShown(target ?? ""),
    digest: digest ?? "",
  });
}

/** A name as the oracles give it: ours has a lone surrogate, U+DC00 and the byte, for each byte that is no UTF-8. */
function asShown(text: string): string {
  if (text.isWellFormed()) return text;
  const parts = [...text].map((character) => {
    const code = character.charCodeAt(0);
    return character.isWellFormed() ? Buffer.from(character) : Buffer.from([code - 0xdc00]);
  });
  return `\0${Buffer.concat(parts).toString("hex")}`;
}

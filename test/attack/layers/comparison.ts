import type { ObservedEntry } from "../../../src/tree/observed.ts";
import type { Judgement } from "./judgement.ts";
import { factOf } from "./shown-state.ts";
import type { Answer } from "./subject.ts";

export type FailureKind =
  /** Called clean, and an oracle shows something else than the identity. */
  | "false-clean"
  /** Called clean, and an oracle refuses a layer that the answer rests on. */
  | "refused"
  /** Called drift, and every oracle shows exactly the identity. */
  | "false-alarm"
  /** The view shows something else than all oracles do. */
  | "wrong-view";

export interface Failure {
  readonly kind: FailureKind;
  readonly reason: string;
}

/** How an answer of ours and the oracles' judgement contradict each other, if they do. */
export function failureOf({ verdict, findings, view }: Answer, judgement: Judgement): Failure | undefined {
  if (verdict === "clean") {
    // What the answer does not rest on is not read: such a layer is refused by an engine before it shows anything.
    const lowest = judgement.layers - (view?.layersRead ?? 0);
    const objections = judgement.objections.filter(({ layer }) => layer === undefined || layer >= lowest);
    if (objections.length > 0)
      return {
        kind: objections.some(({ kind }) => kind === "shown") ? "false-clean" : "refused",
        reason: objections.map(({ reason }) => reason).join("; "),
      };
  }
  if (verdict === "drift" && judgement.isExact)
    return { kind: "false-alarm", reason: findings.map(({ code, path }) => `${code} ${path}`).join(", ") };
  const reason = view && judgement.agreed && difference(view.entries.map(factOfOurs), judgement.agreed);
  return reason ? { kind: "wrong-view", reason } : undefined;
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

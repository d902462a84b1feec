import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import type { Digest } from "../tree/digest.ts";
import { observeIn } from "../tree/directory-reader.ts";
import { ExclusiveLock } from "../tree/exclusive-lock.ts";
import { readFileIn } from "../tree/file-reader.ts";
import type { EntryKind, ObservedEntry } from "../tree/observed.ts";
import { ancestorsOf } from "../tree/path.ts";
import { isAgentOwned } from "./agent-owned.ts";
import { configFile, declaredPaths, declaredPrompts } from "./contents/prompt-files.ts";
import { plainTextOf } from "./contents/text-file.ts";
import { readLedger } from "./delivery-ledger.ts";
import { stateDirectory } from "./delivery-place.ts";
import { type LaidOut, layOut } from "./lay-out.ts";
import type { Policy } from "./policy.ts";
import { reportSkills, type SkillReport } from "./skill-report.ts";
import type { TemplateAssets } from "./template-assets.ts";

export interface MaterializeOptions {
  /** The data volume's directory; made where it is missing. */
  readonly volume: string;
  /** What may be delivered, and so what may ever be removed again. */
  readonly policy: Policy;
  readonly signal: AbortSignal;
  /** A card that does not name the skills that are delivered is an error, and nothing is written. */
  readonly strictSkills?: boolean;
  /** How long to wait for another delivery, in milliseconds. Default 30,000. */
  readonly waitMs?: number;
}

/** What a delivery onto a volume came to. */
export interface Materialized extends LaidOut {
  readonly result: "delivered" | "unchanged";
  readonly treeDigest: Digest;
  readonly skills: SkillReport;
}

/** The ledger of a volume, in its state directory. */
export const ledgerName = "delivery.json";
const maxConfigBytes = 1024 * 1024;

/**
 * Lays assets on a data volume: at first provision, on every boot and on every restart, the same way. Writes only what
 * differs, one atomic file at a time; removes what an earlier delivery wrote and the template no longer has; touches
 * nothing else. Everything on the volume may have been put there by the agent: nothing is written or removed through a
 * link, and the ledger is believed only about paths that the policy lets through.
 * @throws {IdentikitError} `AGENT_OWNED` for a volume that is, or lies in, a place of the agent's own, or that would make one of
 * an asset; `SKILLS_DIFFER` when asked to be strict about skills; `PATH_LINKED` and `ENTRY_TYPE` for
 * what stands in a directory's place, before anything is written; `LOCK_HELD`, `FILE_UNWRITABLE`, `DOCUMENT_INVALID`
 */
export async function materialize(
  assets: TemplateAssets,
  options: MaterializeOptions,
): Promise<Materialized> {
  const { volume, policy, signal, waitMs, strictSkills } = options;
  refuseAgentOwned(volume, assets);
  const skills = reportSkills(assets.tree);
  if (strictSkills && skills.warning !== null) throw skillsDiffer(assets.origin.name, skills.warning);
  using directory = AnchoredDirectory.make(volume);
  using state = directory.enterOrMake(stateDirectory);
  const waiting = waitMs === undefined ? {} : { waitMs };
  const locking = { place: `volume ${volume}`, signal, ...waiting };
  using _lock = await ExclusiveLock.acquire(`${state.path}/delivery.lock`, locking);
  const ledger = readLedger(state, ledgerName);
  const before = declaredOn(directory, policy);
  const mayRemove = (path: string) => (policy.admits(path) || before.has(path)) && !isAgentOwned(path);
  const removable = (ledger?.files ?? []).filter(mayRemove);
  const observe = () =>
    observePaths(
      directory,
      [...assets.tree].map((file) => file.path),
      removable,
    );
  const place = { directory, state, ledgerName, ledger, durable: true };
  const laidOut = await layOut(place, assets, observe, mayRemove, signal);
  const changed = laidOut.written.length + laidOut.removed.length > 0;
  return {
    ...laidOut,
    result: changed ? "delivered" : "unchanged",
    treeDigest: assets.digest,
    skills,
  };
}

/**
 * The prompt files that the `config.yaml` of an earlier delivery names: a ledger is believed about them as about the policy's own
 * paths. Whoever changed that file since can have files removed that they could remove themselves.
 */
function declaredOn(directory: AnchoredDirectory, { promptFiles }: Policy): ReadonlySet<string> {
  if (!promptFiles) return new Set();
  try {
    const file = readFileIn(directory, configFile, maxConfigBytes);
    const text = file && plainTextOf(file.bytes);
    return new Set(text === undefined ? [] : declaredPaths(declaredPrompts(text), directory.path));
  } catch {
    // The agent may have put anything there; what it is, the delivery itself finds out.
    return new Set();
  }
}

/**
 * What is the agent's own on a volume is so wherever the volume itself is mounted: `/workspace` and what is in it, sessions, and the
 * directory above them, where an asset would land among them. Asked before anything is made there.
 */
function refuseAgentOwned(volume: string, { tree }: TemplateAssets): void {
  for (const place of new Set([resolve(volume), placeOf(resolve(volume))])) {
    const inside = place.slice(1);
    const isOwned = inside !== "" && isAgentOwned(inside);
    const owned = isOwned ? undefined : [...tree].find(({ path }) => isAgentOwned(join(inside, path)));
    if (!isOwned && !owned) continue;
    const what = owned ? `${join(place, owned.path)} would be` : `${volume} is, or lies in, a place that is`;
    throw new IdentikitError("AGENT_OWNED", `${what} the agent's own; nothing was written`, {
      remedy: "Name the data volume that the agent reads its identity from.",
    });
  }
}

/** Where a path leads that may not be there yet: the nearest directory above that is there, and the rest. */
function placeOf(path: string): string {
  for (let above = path; ; above = dirname(above)) {
    if (existsSync(above)) return join(realpathSync(above), relative(above, path));
    if (above === dirname(above)) return path;
  }
}

function skillsDiffer(name: string, warning: string): IdentikitError {
  return new IdentikitError("SKILLS_DIFFER", `${name}: ${warning}`, {
    remedy: "Name every skill's directory under agent_card.skills in the template's config.yaml.",
  });
}

/**
 * What stands at some paths and above them; the rest of the volume, which may be large, is not looked at.
 * @param wanted paths that will be written: nothing but a directory may be above them
 * @param others paths that may be removed
 */
function observePaths(
  directory: AnchoredDirectory,
  wanted: readonly string[],
  others: readonly string[],
): ObservedEntry[] {
  const files = new Set([...wanted, ...others]);
  const needed = new Set(wanted.flatMap(ancestorsOf));
  const entered = new Set([...needed, ...others.flatMap(ancestorsOf)]);
  const keep = (path: string, kind: EntryKind): boolean => {
    if (kind === "directory") return entered.has(path) || files.has(path);
    if (needed.has(path) && !others.includes(path)) throw inTheWay(directory, path, kind);
    return files.has(path);
  };
  return observeIn(directory, { keep });
}

function inTheWay(directory: AnchoredDirectory, path: string, kind: EntryKind): IdentikitError {
  const where = `${directory.path}/${path}`;
  const linked = kind === "symlink";
  return new IdentikitError(
    linked ? "PATH_LINKED" : "ENTRY_TYPE",
    linked
      ? `${where} is a symbolic link where a directory must be`
      : `${where} is a ${kind} where a directory must be`,
    { remedy: "Remove it or move it away, then run again; nothing was written." },
  );
}

import { join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import type { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { sweepTemporaries } from "../tree/atomic-file.ts";
import { applyPlan, clearLeftovers, clearLeftoversBelow } from "../tree/directory-writer.ts";
import { readFileIn } from "../tree/file-reader.ts";
import { StagedFile } from "../tree/staged-file.ts";
import type { ResolvedAgent } from "./agent.ts";
import { ClientLock, clearRendererLock, lockedFile } from "./client-lock.ts";
import type { SharedFileName } from "./clients/shared-files.ts";
import type { EnvDirectories } from "./env-directories.ts";
import { dropKept, type ForeignEntry, keepEntries } from "./kept-entries.ts";
import { readLedgers, settleLedger, stageLedger } from "./ledger.ts";
import { maxFileBytes, type Observation, observeEnvDirectory, type Watched } from "./observation.ts";
import { OpenedValues } from "./opened-values.ts";
import { type OwnedValues, parseShared } from "./owned-keys.ts";
import { type EnvDirectoryPlan, planEnvDirectory, type SharedPlan } from "./plan-env-directory.ts";
import { isAsRecorded, type Recorded, recordedValues } from "./recorded.ts";
import { sealsOf } from "./seals.ts";
import { directoryMode, isPrivate, sharedFileMode, watchedIn } from "./state.ts";
import type { Want } from "./want.ts";

/** What installing did. */
export interface Installed {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly secrets: readonly string[];
  /** What somebody else put under an owned key, and was taken away. */
  readonly foreign: readonly ForeignEntry[];
}

/** How often a file that somebody else keeps writing is planned again. */
const attempts = 20;

/**
 * Works out what an env directory lacks, opens secrets where they are needed, and writes it. The caller holds the
 * lock of the directory.
 */
export async function install(agent: ResolvedAgent, want: Want, place: EnvDirectories): Promise<Installed> {
  using directory = place.root.enterOrMake(agent.name, directoryMode);
  if (directory.status().mode !== directoryMode) directory.setMode(directoryMode);
  clearRendererLock(directory);
  sweepTemporaries(directory);
  const opened = new OpenedValues(agent, want);
  const replaced = new Set<string>();
  for (let attempt = 1; ; attempt++) {
    const known = readLedgers(place.ledgers, agent.name);
    if (known.interrupted) clearInterrupted(directory, watchedIn(want.desired, known));
    try {
      return await attemptInstall({ agent, want, place, directory, known, opened, replaced });
    } catch (caught) {
      if (!(caught instanceof MovedUnderneath) || attempt === attempts) throw caught;
    }
  }
}

/** A run that was killed may have left something in skills and folders that nobody asks for any more. */
function clearInterrupted(directory: AnchoredDirectory, { skills: names, files }: Watched): void {
  clearLeftovers(directory, files);
  using skills = directory.enter("skills");
  if (skills) for (const name of names) clearLeftoversBelow(skills, name);
}

/** Somebody wrote a shared file between our reading it and our putting the new one in its place. */
class MovedUnderneath extends IdentikitError {
  constructor(path: string) {
    super("LOCK_HELD", `${path} is being written by somebody else all the time`, {
      remedy: "Run again when it is left alone.",
      retry: { kind: "later" },
    });
  }
}

interface Work extends Recorded {
  readonly place: EnvDirectories;
  readonly directory: AnchoredDirectory;
  readonly opened: OpenedValues;
  /** The shared files that were replaced so far. */
  readonly replaced: Set<string>;
}

async function attemptInstall(work: Work): Promise<Installed> {
  const { agent, directory, want } = work;
  let seen = look(work);
  // A file that cannot be edited is told before a secret is opened for it.
  const names = watchedIn(want.desired, work.known).shared;
  const unknown = names.filter((name) => !isAsRecorded(work, seen, name));
  if (unknown.length > 0) {
    for (const name of names) parseShared(name, seen.shared[name], join(directory.path, name));
    for (const name of unknown) await work.opened.values(name);
  }
  let plan: EnvDirectoryPlan;
  {
    const needsLock = names.includes(lockedFile) && !isCalm(work, seen);
    using lock = needsLock ? await ClientLock.acquire(directory, agent) : undefined;
    if (lock) seen = look(work);
    const values = new Map<SharedFileName, OwnedValues>();
    for (const name of names) {
      const isRecorded = hasSecrets(want, name) && isAsRecorded(work, seen, name);
      values.set(name, isRecorded ? recordedValues(work, seen, name) : await work.opened.values(name));
    }
    const seal = sealsOf(agent, undefined).writing;
    const { ledgers } = work.known;
    const context = { agent: agent.name, seen, ledgers, values, seal, directory: directory.path };
    plan = planEnvDirectory(want, context);
    // What an interrupted render began and nobody asks for any more goes while its ledger still speaks of it.
    if (work.known.interrupted) await applyPlan(directory, { ...plan.files, write: [] });
    await replaceShared(work, plan, seen, lock);
  }
  const { files } = plan;
  if (files.write.length + files.remove.length > 0) {
    const { sync = true, signal } = agent;
    const options = { sync: sync && ("content" as const), owner: seen.owner };
    await applyPlan(directory, files, { ...options, ...(signal ? { signal } : {}) });
  }
  tightenDirectories(directory, seen);
  if (isNews(work, plan)) settleLedger(work.place.ledgers, agent.name);
  if (plan.foreign.length === 0 && work.known.ledgers.some(({ kept }) => kept))
    dropKept(work.place.ledgers, agent.name);
  return {
    written: [...work.replaced, ...files.write.map((file) => file.path)].sort(),
    removed: [...files.remove].sort(),
    secrets: work.opened.names,
    foreign: plan.foreign,
  };
}

/** Takes from others the right to put files among ours. */
function tightenDirectories(directory: AnchoredDirectory, { loose, owner }: Observation): void {
  for (const { path, mode, stranger } of loose) {
    using opened = new DisposableStack();
    let at: AnchoredDirectory | undefined = directory;
    for (const name of path.split("/")) at = opened.use(at?.enter(name));
    // The owner first: whoever was it could undo the mode.
    if (stranger !== undefined) at?.setOwner(owner);
    at?.setMode(mode & ~0o022);
  }
}

/** Puts the ledger down and then the shared files in their places; the disk is waited for once for all of them. */
async function replaceShared(
  work: Work,
  plan: EnvDirectoryPlan,
  { owner }: Observation,
  lock: ClientLock | undefined,
): Promise<void> {
  const { place, directory } = work;
  const { sync = true } = work.agent;
  using open = new DisposableStack();
  const record = isNews(work, plan) ? open.use(stageLedger(place.ledgers, plan.ledger)) : undefined;
  const staged = plan.shared.map(({ name, bytes }) => {
    const options = { mode: sharedFileMode, owner };
    return bytes && open.use(StagedFile.write(directory, name, bytes, options));
  });
  if (sync) await Promise.all([record, ...staged].map((file) => file?.sync()));
  // A file that moved underneath is told before the ledger speaks of one that is not there yet.
  for (const shared of plan.shared) assertBase(directory, shared);
  if (plan.foreign.length > 0) keepEntries(place.ledgers, work.agent.name, plan.foreign);
  record?.commit();
  for (const [index, shared] of plan.shared.entries()) {
    staged[index]?.commit(() => {
      if (shared.name === lockedFile) lock?.assertHeld();
      assertBase(directory, shared);
    });
    if (staged[index]) work.replaced.add(shared.name);
  }
}

/** True where a ledger has to be written. */
function isNews({ known }: Work, { ledger }: EnvDirectoryPlan): boolean {
  return known.interrupted || JSON.stringify(ledger) !== JSON.stringify(known.ledgers[0]);
}

/** Asks that a file which is to be replaced is still the one that its successor was made from. */
function assertBase(directory: AnchoredDirectory, { name, base, bytes }: SharedPlan): void {
  if (!bytes) return;
  const now = base || directory.has(name) ? readFileIn(directory, name, maxFileBytes) : undefined;
  if (now ? !base?.bytes.equals(now.bytes) : base) throw new MovedUnderneath(join(directory.path, name));
}

function look({ directory, want, known }: Work): Observation {
  return observeEnvDirectory(directory, watchedIn(want.desired, known));
}

/** True where the file that the client locks needs no writing. */
function isCalm(work: Work, seen: Observation): boolean {
  const file = seen.shared[lockedFile];
  return isAsRecorded(work, seen, lockedFile) && (!file || isPrivate(file, seen));
}

function hasSecrets({ desired }: Want, name: SharedFileName): boolean {
  return (desired.shared.get(name)?.secretNames.length ?? 0) > 0;
}

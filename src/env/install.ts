import { join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import type { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { sweepTemporaries } from "../tree/atomic-file.ts";
import { applyPlan, clearLeftoversBelow } from "../tree/directory-writer.ts";
import { readFileIn } from "../tree/file-reader.ts";
import { StagedFile } from "../tree/staged-file.ts";
import type { ResolvedAgent } from "./agent.ts";
import { ClientLock, clearRendererLock } from "./client-lock.ts";
import { sharedFileNames } from "./desired.ts";
import type { EnvDirectories } from "./env-directories.ts";
import { fillSecrets } from "./fill-secrets.ts";
import { dropKept, type ForeignEntry, keepEntries } from "./kept-entries.ts";
import { type Known, readLedgers, settleLedger, stageLedger } from "./ledger.ts";
import { maxFileBytes, type Observation, observeEnvDirectory } from "./observation.ts";
import { type OwnedValues, parseShared } from "./owned-keys.ts";
import { type EnvDirectoryPlan, planEnvDirectory, type SharedPlan } from "./plan-env-directory.ts";
import { compareShared, directoryMode, isPrivate, sharedFileMode, skillNames } from "./state.ts";
import { sealedInputs, sealsOf, type Want } from "./want.ts";

/** What installing did. */
export interface Installed {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly secrets: readonly string[];
  /** What somebody else put under an owned key, and was taken away. */
  readonly foreign: readonly ForeignEntry[];
}

/** How often a file that somebody else keeps writing is planned anew. */
const attempts = 20;
const clientFile = ".claude.json";

/**
 * Works out what an env directory lacks, opens secrets where they are needed, and writes it. The caller holds the
 * lock of the directory.
 */
export async function install(agent: ResolvedAgent, want: Want, place: EnvDirectories): Promise<Installed> {
  using directory = place.root.enterOrMake(agent.name, directoryMode);
  if (directory.status().mode !== directoryMode) directory.setMode(directoryMode);
  clearRendererLock(directory);
  sweepTemporaries(directory);
  const opened = new Opened(agent, want);
  const replaced = new Set<string>();
  for (let attempt = 1; ; attempt++) {
    const known = readLedgers(place.ledgers, agent.name);
    if (known.interrupted) clearSkills(directory, skillNames(want.desired, known));
    try {
      return await attemptInstall({ agent, want, place, directory, known, opened, replaced });
    } catch (caught) {
      if (!(caught instanceof MovedUnderneath) || attempt === attempts) throw caught;
    }
  }
}

/** A run that was killed may have left something in skills that nobody asks for any more. */
function clearSkills(directory: AnchoredDirectory, names: Iterable<string>): void {
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

interface Work {
  readonly agent: ResolvedAgent;
  readonly want: Want;
  readonly place: EnvDirectories;
  readonly directory: AnchoredDirectory;
  readonly known: Known;
  readonly opened: Opened;
  /** The shared files that were replaced so far. */
  readonly replaced: Set<string>;
}

/** The owned keys of `.claude.json` with their secrets, which are opened when they are first needed, and once. */
class Opened {
  readonly #agent: ResolvedAgent;
  readonly #want: Want;
  #values: OwnedValues | undefined;

  constructor(agent: ResolvedAgent, want: Want) {
    this.#agent = agent;
    this.#want = want;
  }

  async values(): Promise<OwnedValues> {
    const { values, secretNames } = this.#want.desired.shared[clientFile];
    this.#values ??= await fillSecrets(this.#agent, values, secretNames);
    return this.#values;
  }

  /** Names of the secrets that were opened so far. */
  get names(): readonly string[] {
    return this.#values ? this.#want.desired.shared[clientFile].secretNames : [];
  }
}

async function attemptInstall(work: Work): Promise<Installed> {
  const { agent, directory, want } = work;
  let seen = look(work);
  // A file that cannot be edited is told before a secret is opened for it.
  if (!isAsRecorded(work, seen)) {
    for (const name of sharedFileNames) parseShared(seen.shared[name], join(directory.path, name));
    await work.opened.values();
  }
  let plan: EnvDirectoryPlan;
  {
    using lock = isCalm(work, seen) ? undefined : await ClientLock.acquire(directory, agent);
    if (lock) seen = look(work);
    const clientValues = isAsRecorded(work, seen) ? recordedValues(work, seen) : await work.opened.values();
    const seal = sealsOf(agent, undefined).writing;
    const { ledgers } = work.known;
    const context = { agent: agent.name, seen, ledgers, clientValues, seal, directory: directory.path };
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
  tightenSkills(directory, seen);
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

/** Takes from others the right to put files among the skills. */
function tightenSkills(directory: AnchoredDirectory, { loose, owner }: Observation): void {
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
  const [client, settings] = [plan.client, plan.settings].map(({ name, bytes }) => {
    const options = { mode: sharedFileMode, owner };
    return bytes && open.use(StagedFile.write(directory, name, bytes, options));
  });
  if (sync) await Promise.all([record, client, settings].map((file) => file?.sync()));
  // A file that moved underneath is told before the ledger speaks of one that is not there yet.
  for (const shared of [plan.client, plan.settings]) assertBase(directory, shared);
  if (plan.foreign.length > 0) keepEntries(place.ledgers, work.agent.name, plan.foreign);
  record?.commit();
  client?.commit(() => {
    lock?.assertHeld();
    assertBase(directory, plan.client);
  });
  if (client) work.replaced.add(plan.client.name);
  settings?.commit(() => assertBase(directory, plan.settings));
  if (settings) work.replaced.add(plan.settings.name);
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
  return observeEnvDirectory(directory, skillNames(want.desired, known));
}

/**
 * True where `.claude.json` holds what a ledger says was written to it, and that is still what is asked for: then it
 * is right, and no secret has to be opened to say so.
 */
function isAsRecorded({ agent, want, known, directory }: Work, seen: Observation): boolean {
  const file = seen.shared[clientFile];
  return known.ledgers.some((ledger) => {
    const seal = sealsOf(agent, ledger.key).reading;
    const record = ledger.shared[clientFile];
    if (!seal || sealedInputs(want, seal)[clientFile] !== record.inputs) return false;
    return compareShared(clientFile, file, record, { seal, directory: directory.path }) !== "changed";
  });
}

/** True where `.claude.json` needs no writing. */
function isCalm(work: Work, seen: Observation): boolean {
  const file = seen.shared[clientFile];
  return isAsRecorded(work, seen) && (!file || isPrivate(file, seen));
}

function recordedValues({ directory }: Work, seen: Observation): OwnedValues {
  const file = parseShared(seen.shared[clientFile], join(directory.path, clientFile));
  const servers = file?.value("mcpServers");
  return new Map(servers === undefined ? [] : [["mcpServers", servers]]);
}

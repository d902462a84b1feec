import { join } from "node:path";
import type { FleetEvent } from "../events/fleet-event.ts";
import { asFault } from "../fault/error.ts";
import type { Finding } from "../fault/finding.ts";
import { MissingSecretError } from "../secret/missing-secret-error.ts";
import { ExclusiveLock } from "../tree/exclusive-lock.ts";
import { checkAgentName, type ResolvedAgent } from "./agent.ts";
import { EnvDirectories } from "./env-directories.ts";
import { install } from "./install.ts";
import { keptFindings } from "./kept-entries.ts";
import { filesIn, type Ledger, readLedgers } from "./ledger.ts";
import { type Observation, observeEnvDirectory } from "./observation.ts";
import { compareShared, directoryMode, isPrivate, planFiles, watchedIn } from "./state.ts";
import { sealedInputs, sealsOf, type Want, Wants } from "./want.ts";

/** What one render came to. */
export interface RenderOutcome {
  readonly agent: string;
  /** `unchanged` where every file was already as it should be. */
  readonly result: "rendered" | "unchanged";
  /** Paths in the env directory, sorted. */
  readonly written: readonly string[];
  readonly removed: readonly string[];
  /** Names of the secrets that were opened. */
  readonly secrets: readonly string[];
  readonly warnings: readonly Finding[];
}

/**
 * Brings one agent's env directory to what its config says. The only code that writes the owned keys of
 * the files that it shares with the agent's client; everything else in these files stays byte for byte.
 *
 * A failure before the first file is replaced changes nothing; after it, every file is whole, old or new, and the
 * next render completes. Where the ledger and the files say that there is nothing to do, every file was read and
 * hashed, or the {@link SettledIndex} says that it was, and no secret was opened.
 * @throws {MissingSecretError}
 * @throws {IdentikitError} `ENV_FILE_INVALID`, `RENDER_REFUSED`, `PATH_LINKED`, `ENTRY_TYPE`, `LOCK_HELD`,
 * `SECRET_INVALID`, `SECRET_UNREADABLE`, `ACCESS_LOG_FAILED`, `FILE_UNREADABLE`, `FILE_UNWRITABLE`
 */
export async function renderForInstance(agent: ResolvedAgent): Promise<void> {
  using place = EnvDirectories.make(agent.envRoot);
  try {
    await renderInstance(agent, place);
  } catch (caught) {
    emit(agent, failureEvent(agent, "task_failed", caught));
    throw caught;
  }
}

/**
 * {@link renderForInstance} in a place that is held open, with its outcome; a failure emits nothing.
 * @param wants of the run, where other agents want the same
 */
export async function renderInstance(
  agent: ResolvedAgent,
  place: EnvDirectories,
  wants: Wants = new Wants(),
): Promise<RenderOutcome> {
  agent.signal?.throwIfAborted();
  checkAgentName(agent.name);
  const want = await wants.of(agent);
  const { client } = want.desired;
  if (isSettled(agent, want, place)) {
    const nothing = { written: [], removed: [], secrets: [] };
    return { agent: agent.name, result: "unchanged", ...nothing, warnings: client.unsupported(agent) };
  }
  const warnings = [...client.check(agent), ...client.unsupported(agent)];
  emit(agent, { event: "render_started", agent: agent.name, reason: agent.reason });
  const lockOptions = { place: `env directory ${join(agent.envRoot, agent.name)}` };
  using _lock = await ExclusiveLock.acquire(place.lockFile(agent.name), {
    ...lockOptions,
    ...(agent.signal ? { signal: agent.signal } : {}),
  });
  const done = await install(agent, want, place);
  const { written, removed, secrets, foreign } = done;
  warnings.push(...keptFindings(place.ledgers, agent.name, foreign));
  const result = written.length + removed.length > 0 ? "rendered" : "unchanged";
  emit(agent, { event: "rendered", agent: agent.name, reason: agent.reason, written, removed, secrets });
  return { agent: agent.name, result, written, removed, secrets, warnings };
}

/** Says that rendering an agent failed, or that the agent was left out because it did. */
export function failureEvent(
  { name, reason }: Pick<ResolvedAgent, "name" | "reason">,
  event: "task_failed" | "render_skipped",
  caught: unknown,
): FleetEvent {
  const { code, message } = asFault(caught);
  const secret =
    caught instanceof MissingSecretError ? { secret: caught.secretName, secrets: caught.secretNames } : {};
  return { event, agent: name, reason, code, message, ...secret };
}

/** Emits an event with the present time. */
export function emit({ events, clock }: Pick<ResolvedAgent, "events" | "clock">, event: FleetEvent): void {
  events.emit({ time: clock.now().toISOString(), ...event });
}

/**
 * True where there is nothing to do: everything is read and hashed, or looks as it did when it was. Takes no lock: each file is
 * replaced whole.
 */
function isSettled(agent: ResolvedAgent, want: Want, place: EnvDirectories): boolean {
  const { settledIndex: index } = agent;
  const glimpse = index?.glimpse(agent.name, want, { seal: sealsOf(agent, undefined).writing, place });
  if (glimpse && index?.trusts(glimpse)) return true;
  const seen = seenSettled(agent, want, place);
  if (glimpse && seen) index?.note(glimpse, want, seen);
  return seen !== undefined;
}

/** What was read where there is nothing to do. */
function seenSettled(agent: ResolvedAgent, want: Want, place: EnvDirectories): Observation | undefined {
  const known = readLedgers(place.glance.ledgers, agent.name);
  const [ledger] = known.ledgers;
  const seal = sealsOf(agent, ledger?.key);
  if (known.interrupted || !ledger || ledger.kept || seal.reading?.keyId !== seal.writing.keyId)
    return undefined;
  using directory = place.glance.root.enter(agent.name);
  if (!directory) return undefined;
  const seen = observeEnvDirectory(directory, watchedIn(want.desired, known));
  if (seen.leftovers || seen.mode !== directoryMode || seen.loose.length > 0) return undefined;
  const { write, remove } = planFiles(want.desired, seen);
  const isThere =
    write.length + remove.length === 0 &&
    isRecorded(ledger, want) &&
    want.desired.client.sharedFiles.every((name) => {
      const file = seen.shared[name];
      const record = ledger.shared[name];
      if (!record || (file && !isPrivate(file, seen))) return false;
      if (record.inputs !== sealedInputs(want, name, seal.writing)) return false;
      return compareShared(name, file, record, { seal: seal.writing, directory: directory.path }) === "same";
    });
  return isThere ? seen : undefined;
}

/** True where a ledger knows of exactly the files and the skills that should be there. */
function isRecorded(ledger: Ledger, { desired }: Want): boolean {
  const files = filesIn(ledger);
  return (
    Object.keys(ledger.shared).length === desired.client.sharedFiles.length &&
    files.size === desired.files.size &&
    [...files].every(([path, digest]) => desired.files.get(path)?.digest === digest) &&
    ledger.skills.length === desired.skills.size &&
    ledger.skills.every(({ name, digest }) => desired.skills.get(name)?.digest === digest)
  );
}

import { join } from "node:path";
import type { AgentConfig } from "../config/schema/agent-config.ts";
import type { FleetEvent } from "../events/fleet-event.ts";
import { asFault } from "../fault/error.ts";
import type { Finding } from "../fault/finding.ts";
import { MissingSecretError } from "../secret/missing-secret-error.ts";
import { ExclusiveLock } from "../tree/exclusive-lock.ts";
import { checkAgentName, type ResolvedAgent } from "./agent.ts";
import { EnvDirectories } from "./env-directories.ts";
import { expectedOf } from "./expected.ts";
import { install } from "./install.ts";
import { keptFindings } from "./kept-entries.ts";
import { lookIfSettled } from "./settled.ts";
import { type Want, Wants } from "./want.ts";

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
  if (isSettled(agent, want, place)) return unchanged(agent, want);
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

/** What came of an agent for which there was nothing to do. */
export function unchanged(agent: AgentConfig, { desired }: Want): RenderOutcome {
  const nothing = { written: [], removed: [], secrets: [] };
  return {
    agent: agent.name,
    result: "unchanged",
    ...nothing,
    warnings: desired.client.unsupported(agent),
  };
}

/** True where there is nothing to do, which the index notes. Takes no lock: each file is replaced whole. */
function isSettled(agent: ResolvedAgent, want: Want, place: EnvDirectories): boolean {
  const { name, settledIndex: index } = agent;
  const question = { agent: name, expected: expectedOf(want), digest: index?.digestOf(name) };
  const settled = lookIfSettled(question, { place, ledgerKeys: agent.ledgerKeys, since: index?.opened });
  if (settled?.digest !== undefined) index?.note(name, settled.digest);
  return settled !== undefined;
}

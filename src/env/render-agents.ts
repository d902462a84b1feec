import { availableParallelism } from "node:os";
import { asFault, type IdentikitError } from "../fault/error.ts";
import type { RenderSettings, ResolvedAgent } from "./agent.ts";
import { type Agent, type Agents, chosen, configFor, inTurns } from "./agent-turns.ts";
import { EnvDirectories } from "./env-directories.ts";
import { emit, failureEvent, type RenderOutcome, renderInstance } from "./render-instance.ts";
import { SettledAhead } from "./settled-ahead.ts";
import { SettledThread } from "./settled-thread.ts";
import type { Shard } from "./shard.ts";
import { Wants } from "./want.ts";

/** What came of one agent of a run. */
export type AgentOutcome =
  | RenderOutcome
  | { readonly agent: string; readonly result: "failed" | "skipped"; readonly error: IdentikitError };

export interface RenderAgentsOptions extends RenderSettings {
  readonly agents: Agents;
  /** `skip` reports an agent whose secret is missing and leaves its files whole, as at boot. Default `fail`. */
  readonly onMissingSecret?: "fail" | "skip";
  readonly shard?: Shard;
  /** How many agents are under way at once. Default 16. */
  readonly concurrency?: number | undefined;
  /** Asked before each agent; once it says no, the agents that are left are not rendered and have no outcome. */
  readonly mayBegin?: (() => boolean) | undefined;
  /**
   * From how many agents on a second thread looks at some of them, which takes it some 50 ms to begin; where their number is not known
   * before, of those that were found unchanged. Default 2,000, and no second thread where the process may use one processor only.
   */
  readonly secondThreadFrom?: number | undefined;
  /** Told of each agent when it is done. */
  readonly onOutcome?: (outcome: AgentOutcome) => void;
}

/**
 * Renders agents, each on its own: what fails for one is reported with it and keeps no other from being rendered.
 * A failed agent emits `task_failed`, one that was skipped `render_skipped`.
 * @returns the outcomes in the order of the agents
 * @throws what reading the agents throws, what `signal` was aborted with, and the faults of opening the env root
 */
export async function renderAgents(options: RenderAgentsOptions): Promise<AgentOutcome[]> {
  const { agents, onMissingSecret = "fail", shard, concurrency, mayBegin, onOutcome, ...rest } = options;
  const { secondThreadFrom = availableParallelism() > 1 ? 2000 : Number.POSITIVE_INFINITY, ...settings } =
    rest;
  const { envRoot, ledgerKeys, settledIndex } = settings;
  using place = EnvDirectories.make(envRoot);
  const secrets = settings.secrets.snapshot();
  const wants = new Wants();
  const resolveFor = (agent: Agent) => ({ ...configFor(agent), ...settings, secrets });
  const scene = { envRoot, ledgerKeys, since: settledIndex?.opened };
  await using ahead = new SettledAhead(
    { resolve: resolveFor, wants, from: secondThreadFrom, start: () => SettledThread.start(scene) },
    Array.isArray(agents) ? agents.length : 0,
  );
  const done = await inTurns(ahead.turns(chosen(agents, options)), options, async (turn) => {
    const { agent, at } = turn;
    const resolve = () => resolveFor(agent);
    const outcome =
      turn.outcome ??
      (await renderOne({ name: agent.name, resolve, settings }, { place, onMissingSecret, wants }));
    if (outcome.result === "unchanged") ahead.countUnchanged();
    onOutcome?.(outcome);
    return { at, outcome };
  });
  return done.sort((a, b) => a.at - b.at).map(({ outcome }) => outcome);
}

export interface AgentToRender {
  readonly name: string;
  readonly resolve: () => ResolvedAgent;
  readonly settings: RenderSettings;
}

/** Renders one agent of several; only an aborted run throws. */
export async function renderOne(
  { name, resolve, settings }: AgentToRender,
  options: {
    readonly place: EnvDirectories;
    readonly onMissingSecret: "fail" | "skip";
    readonly wants?: Wants;
  },
): Promise<AgentOutcome> {
  try {
    return await renderInstance(resolve(), options.place, options.wants);
  } catch (caught) {
    if (settings.signal?.aborted) throw caught;
    const error = asFault(caught);
    const skipped = error.code === "MISSING_SECRET" && options.onMissingSecret === "skip";
    const told = { name, reason: settings.reason };
    emit(settings, failureEvent(told, skipped ? "render_skipped" : "task_failed", caught));
    return { agent: name, result: skipped ? "skipped" : "failed", error };
  }
}

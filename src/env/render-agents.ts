import { asFault, type IdentikitError } from "../fault/error.ts";
import type { RenderSettings, ResolvedAgent } from "./agent.ts";
import { type Agents, configFor, takeTurns } from "./agent-turns.ts";
import { EnvDirectories } from "./env-directories.ts";
import { emit, failureEvent, type RenderOutcome, renderInstance } from "./render-instance.ts";
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
  const { agents, onMissingSecret = "fail", shard, concurrency, mayBegin, onOutcome, ...settings } = options;
  using place = EnvDirectories.make(settings.envRoot);
  const secrets = settings.secrets.snapshot();
  const wants = new Wants();
  return await takeTurns(agents, options, async (agent) => {
    const resolve = () => ({ ...configFor(agent), ...settings, secrets });
    const outcome = await renderOne(
      { name: agent.name, resolve, settings },
      { place, onMissingSecret, wants },
    );
    onOutcome?.(outcome);
    return outcome;
  });
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

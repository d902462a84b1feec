import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { AgentConfig } from "../config/schema/agent-config.ts";
import type { RenderSettings } from "../env/agent.ts";
import { LedgerKey } from "../env/ledger-key.ts";
import { reconcile } from "../env/reconcile.ts";
import { renderForInstance } from "../env/render-instance.ts";
import { noEvents } from "../events/event-sink.ts";
import type { Clock } from "../runtime/clock.ts";
import type { SecretReader } from "../secret/reader.ts";

export interface RunEnvOptions {
  /** A directory that is empty, and nobody else's. */
  readonly root: string;
  readonly config: AgentConfig;
  readonly secrets: SecretReader;
  /** Who renders, such as the attempt's name. */
  readonly accessor: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** The env directory of one attempt: rendered fresh, looked at again once the agent has ended. */
export class RunEnvDirectory {
  /** What the agent's client reads. */
  readonly path: string;
  readonly #config: AgentConfig;
  readonly #settings: RenderSettings;

  private constructor(config: AgentConfig, settings: RenderSettings) {
    this.path = join(settings.envRoot, config.name);
    this.#config = config;
    this.#settings = settings;
  }

  /** @throws {IdentikitError} what `renderForInstance` throws */
  static async render({
    root,
    config,
    secrets,
    accessor,
    clock,
    signal,
  }: RunEnvOptions): Promise<RunEnvDirectory> {
    // The key dies with this process, and with it what the ledger could tell of the secrets.
    const key = new LedgerKey("attempt", randomBytes(32));
    const settings: RenderSettings = {
      ...{ envRoot: root, secrets, accessor, reason: "run", clock, signal },
      ...{ ledgerKeys: [key], events: noEvents, sync: false },
    };
    await renderForInstance({ ...config, ...settings });
    return new RunEnvDirectory(config, settings);
  }

  /** What of the agent's own identity is not as it was rendered, a line each; empty where all of it is. */
  async changes(): Promise<string[]> {
    // The job may have been told to stop; what became of the agent is looked at all the same.
    const { signal: _, ...settings } = this.#settings;
    const { findings } = await reconcile({ ...settings, agents: [this.#config] });
    return findings.map(({ code, path, problem }) =>
      [code, path, ...(problem === undefined ? [] : [problem])].join(": ").slice(0, 1000),
    );
  }
}

import type { AgentConfig } from "../config/schema/agent-config.ts";
import type { EventSink } from "../events/event-sink.ts";
import { IdentikitError } from "../fault/error.ts";
import type { Clock } from "../runtime/clock.ts";
import type { SecretReader } from "../secret/reader.ts";
import { checkPath } from "../tree/path.ts";
import type { LedgerKey } from "./ledger-key.ts";
import type { SettledIndex } from "./settled-index.ts";

/** What every render of one run shares. */
export interface RenderSettings {
  /** The directory that holds the env directories; an agent's is `<envRoot>/<agent>`. */
  readonly envRoot: string;
  readonly secrets: SecretReader;
  /** Who renders, and why: written to the access log with each secret. */
  readonly accessor: string;
  readonly reason: string;
  /** The first one writes ledgers; every one of them is believed when reading one. */
  readonly ledgerKeys: readonly [LedgerKey, ...LedgerKey[]];
  readonly events: EventSink;
  readonly clock: Clock;
  /**
   * Whether the bytes of each file reach the disk before it takes its name, so that even when the power goes, a name
   * has its old content or the new, whole. Default true.
   */
  readonly sync?: boolean;
  /** Env directories that need not be read again; left out, every byte of every one is. */
  readonly settledIndex?: SettledIndex | undefined;
  readonly signal?: AbortSignal;
}

/** Everything that one render needs: what the agent's env directory is to hold, and where and with what it is made. */
export interface ResolvedAgent extends AgentConfig, RenderSettings {}

/**
 * An agent's name is the name of its directory beside `.identikit`.
 * @throws {IdentikitError} `PATH_ESCAPES`, `PATH_UNSAFE`
 */
export function checkAgentName(name: string): void {
  checkPath(name, "agent name");
  if (!name.includes("/") && !name.startsWith(".")) return;
  throw new IdentikitError("PATH_UNSAFE", `agent name ${JSON.stringify(name)} is no plain directory name`, {
    remedy: 'Rename the agent: no "/" in its name, and no dot at its start.',
  });
}

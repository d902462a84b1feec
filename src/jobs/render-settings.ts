import { resolve } from "node:path";
import type { ConfigDatabase } from "../config/database.ts";
import type { RenderSettings } from "../env/agent.ts";
import { type Project, workPath } from "../project/project.ts";
import type { Context } from "../runtime/context.ts";
import type { RecordingAccessLog } from "../secret/access-log.ts";

/** How the person wants a run that renders to be done and accounted for. */
export interface RenderWishes {
  readonly envRoot?: string | undefined;
  readonly accessor?: string | undefined;
  readonly events?: string | undefined;
  readonly reason: string;
  /** Whether the run looks at what is there: then no env root is made where there is none. */
  readonly looks?: boolean;
}

/** What every render of one run shares; disposing closes the file of events. */
export interface OpenRenderSettings extends Disposable {
  readonly settings: RenderSettings;
  /** The reads of secrets so far. */
  readonly accesses: RecordingAccessLog;
}

/**
 * Opens what a run needs to render: secrets of a database or of the environment with the log of their reads, the keys
 * of the ledgers, the events.
 */
export async function openRenderSettings(
  context: Context,
  project: Project,
  database: ConfigDatabase,
  wishes: RenderWishes,
): Promise<OpenRenderSettings> {
  const { openSecretReader } = await import("../config/secret-reader.ts");
  const { DatabaseAccessLog } = await import("../config/secret-store.ts");
  const { RecordingAccessLog } = await import("../secret/access-log.ts");
  const { EventFile, noEvents } = await import("../env/events.ts");
  const { findKeyring } = await import("./keys.ts");
  const { knownLedgerKeysOf, ledgerKeysOf } = await import("./ledger-keys.ts");
  const { env, clock, log, signal, cwd } = context;
  const envRoot = wishes.envRoot === undefined ? workPath(project, "env") : resolve(cwd, wishes.envRoot);
  const keyring = findKeyring(context, project);
  const accesses = new RecordingAccessLog(new DatabaseAccessLog(database));
  const events = wishes.events === undefined ? undefined : new EventFile(resolve(cwd, wishes.events));
  const ledgerKeys = (wishes.looks ? knownLedgerKeysOf : ledgerKeysOf)(keyring, envRoot);
  // Without a keyring the ledger's key keeps fingerprints the same: else every run would find every secret changed.
  const keys = keyring ? { keyring } : { fingerprintKey: ledgerKeys[0].derive("fingerprint") };
  return {
    settings: {
      envRoot,
      secrets: openSecretReader({ database, env, log, clock, accessLog: accesses, ...keys }),
      accessor: wishes.accessor ?? env.GITHUB_ACTOR ?? env.USER ?? "unknown",
      reason: wishes.reason,
      ledgerKeys,
      events: events ?? noEvents,
      clock,
      signal,
    },
    accesses,
    [Symbol.dispose]: () => events?.[Symbol.dispose](),
  };
}

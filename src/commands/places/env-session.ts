import { DatabaseAccessLog } from "../../config/access-log/database-access-log.ts";
import type { ConfigDatabase } from "../../config/database.ts";
import { openSecretReader } from "../../config/secrets/secret-reader.ts";
import type { RenderSettings } from "../../env/agent.ts";
import { ledgerKeysOf } from "../../env/ledger-keys.ts";
import type { Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { formatAccesses, RecordingAccessLog } from "../../secret/access-log.ts";
import { writeOutput } from "../../tree/output-file.ts";
import type { EnvOptions } from "../options/env-directories.ts";
import { envRootOf } from "./env-root.ts";
import { type EventUse, openEventSinks } from "./event-sinks.ts";
import { findKeyring, type KeyringPlaces } from "./keys.ts";
import { outputPath } from "./output-path.ts";

/** What renders and reconciles of one run share, opened. */
export interface EnvSession extends AsyncDisposable {
  readonly settings: RenderSettings;
  /** Writes the reads of secrets to the file that was asked for; gives its path. */
  writeAccessLog(): Promise<string | undefined>;
}

/**
 * Opens what renders share.
 * @param secretsFrom where the sealed secrets are, and the log of their reads
 */
export async function openEnvSession(
  context: Context,
  project: Project,
  of: {
    readonly secretsFrom: ConfigDatabase;
    readonly options: EnvOptions;
    readonly command: "render" | "reconcile";
    /** What becomes of events; with `none` nothing else is written either, such as the key of ledgers. */
    readonly events?: EventUse;
    /** Where keys may come from besides the environment. */
    readonly keys?: KeyringPlaces;
  },
): Promise<EnvSession> {
  const { secretsFrom: database, options, command, events: use = "required" } = of;
  const { env, clock, log, signal } = context;
  const envRoot = envRootOf(context, project, options.envRoot);
  const keyring = findKeyring(context, project, of.keys);
  const ledgerKeys = ledgerKeysOf(
    keyring,
    envRoot,
    command === "render" && use !== "none" ? "write" : "read",
  );
  // Without a keyring the ledger's key keeps fingerprints the same: else every run would find every secret changed.
  const keys = keyring ? { keyring } : { fingerprintKey: ledgerKeys[0].derive("fingerprint") };
  const accessLog = new RecordingAccessLog(new DatabaseAccessLog(database, keyring));
  const events = await openEventSinks(context, project, options.events, use);
  return {
    settings: {
      envRoot,
      secrets: openSecretReader({ database, env, log, clock, accessLog, ...keys }),
      accessor: options.accessor ?? (await context.who()),
      reason: options.reason ?? command,
      ledgerKeys,
      events,
      clock,
      signal,
    },
    writeAccessLog: async () => {
      if (options.accessLog === undefined) return undefined;
      const file = outputPath(context, options.accessLog);
      writeOutput(file, formatAccesses(accessLog.recorded), { mode: 0o600 });
      return file;
    },
    [Symbol.asyncDispose]: () => events[Symbol.asyncDispose](),
  };
}

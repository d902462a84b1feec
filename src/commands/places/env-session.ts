import { resolve } from "node:path";
import type { ConfigDatabase } from "../../config/database.ts";
import type { RenderSettings } from "../../env/agent.ts";
import { type Project, workPath } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { outputFile, text } from "../options/option.ts";
import { outputPath } from "../options/output-path.ts";
import { openEventSinks } from "./event-sinks.ts";

/** Where env directories are, and how what happens to them is accounted for. */
export const envOptions = {
  envRoot: text("DIR", "The env directories, DIR/<agent>/; .identikit/env if left out."),
  shard: text("I/N", "Only the I-th of N parts of the fleet, the same agents each time."),
  reason: text("WORD", "Why, for the access log: pre-dispatch, boot, …; the command's name if left out."),
  accessor: text("NAME", "Who, for the access log; GITHUB_ACTOR or USER if left out."),
  events: outputFile(
    "Append events to FILE, as JSON lines; .identikit/events.jsonl if left out, - is standard output.",
  ),
  accessLog: outputFile("Write the reads of secrets to FILE as well, as JSON lines; - is standard output."),
};

/** The raw values of {@link envOptions}. */
export type EnvOptions = { readonly [Key in keyof typeof envOptions]?: string | undefined };

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
  },
): Promise<EnvSession> {
  const { openSecretReader } = await import("../../config/secret-reader.ts");
  const { DatabaseAccessLog } = await import("../../config/access-log/database-access-log.ts");
  const { formatAccesses, RecordingAccessLog } = await import("../../secret/access-log.ts");
  const { findKeyring } = await import("./keys.ts");
  const { ledgerKeysOf } = await import("../../env/ledger-keys.ts");
  const { writeOutput } = await import("../../tree/output-file.ts");
  const { secretsFrom: database, options, command } = of;
  const { env, clock, log, signal, cwd } = context;
  const envRoot = options.envRoot === undefined ? workPath(project, "env") : resolve(cwd, options.envRoot);
  const keyring = findKeyring(context, project);
  const ledgerKeys = ledgerKeysOf(keyring, envRoot, command === "render" ? "write" : "read");
  // Without a keyring the ledger's key keeps fingerprints the same: else every run would find every secret changed.
  const keys = keyring ? { keyring } : { fingerprintKey: ledgerKeys[0].derive("fingerprint") };
  const accessLog = new RecordingAccessLog(new DatabaseAccessLog(database, keyring));
  const events = await openEventSinks(context, project, options.events);
  return {
    settings: {
      envRoot,
      secrets: openSecretReader({ database, env, log, clock, accessLog, ...keys }),
      accessor: options.accessor ?? env.GITHUB_ACTOR ?? env.USER ?? "unknown",
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

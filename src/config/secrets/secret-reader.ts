import type { Clock } from "../../runtime/clock.ts";
import type { Logger } from "../../runtime/logger.ts";
import type { AccessLog } from "../../secret/access-log.ts";
import type { Keyring } from "../../secret/keyring.ts";
import { LoggedSecretReader } from "../../secret/logged-reader.ts";
import { EnvironmentProvider, SealedProvider } from "../../secret/provider.ts";
import type { SecretReader } from "../../secret/reader.ts";
import { DatabaseAccessLog } from "../access-log/database-access-log.ts";
import type { ConfigDatabase } from "../database.ts";
import { SecretBatches } from "./secret-batches.ts";

export interface SecretReaderOptions {
  readonly database: ConfigDatabase;
  /** Left out in a job that has no key: secrets then come from its environment only. */
  readonly keyring?: Keyring;
  /** The job's environment, of which only `IDENTIKIT_SECRET_<NAME>` is read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Keeps fingerprints of the environment's secrets the same from run to run; default: derived from the keyring. */
  readonly fingerprintKey?: Uint8Array;
  /** Default: the database's. */
  readonly accessLog?: AccessLog;
  readonly log: Logger;
  readonly clock: Clock;
}

/** The reader of a render: secrets of the database that can be opened here, then those of the job's environment. */
export function openSecretReader(options: SecretReaderOptions): SecretReader {
  const { database, keyring, env, log, clock } = options;
  const accessLog = options.accessLog ?? new DatabaseAccessLog(database, keyring);
  const fingerprintKey = options.fingerprintKey ?? keyring?.derive("fingerprint");
  const batches = new SecretBatches(database);
  const sealed = new SealedProvider((name) => batches.load(name), keyring);
  return new LoggedSecretReader({
    providers: [sealed, new EnvironmentProvider(env, fingerprintKey)],
    accessLog,
    log,
    clock,
  });
}

import { setImmediate as nextTurn } from "node:timers/promises";
import { IdentikitError } from "../fault/error.ts";
import type { Clock } from "../runtime/clock.ts";
import type { Logger } from "../runtime/logger.ts";
import type { AccessLog, SecretAccess } from "./access-log.ts";
import { maskForms } from "./mask.ts";
import { MissingSecretError } from "./missing-secret-error.ts";
import { type FoundSecret, type LockedSecret, RememberingProvider, type SecretProvider } from "./provider.ts";
import type { SecretReader, SecretUse } from "./reader.ts";

export interface LoggedReaderOptions {
  /** Asked in this order; the first that has the secret gives it. */
  readonly providers: readonly SecretProvider[];
  readonly accessLog: AccessLog;
  readonly log: Logger;
  readonly clock: Clock;
}

const toldAsItIs: ReadonlySet<string> = new Set(["ACCESS_LOG_FAILED", "DATABASE_BUSY", "DATABASE_TOO_NEW"]);

/**
 * Gives out secrets, each only after its access was kept and its value masked. Reads that are asked for at the same
 * time share one write of the log, since each write waits for the disk.
 */
export class LoggedSecretReader implements SecretReader {
  readonly #options: LoggedReaderOptions;
  readonly #masked = new Set<string>();
  #waiting: SecretAccess[] = [];
  #write: Promise<void> | undefined;

  constructor(options: LoggedReaderOptions) {
    this.#options = options;
  }

  async fingerprint(name: string): Promise<string | undefined> {
    return (await this.#find(name))?.fingerprint;
  }

  async read(name: string, use: SecretUse): Promise<string> {
    const found = await this.#find(name);
    if (!found) throw new MissingSecretError(name, `agent ${use.agent}`);
    await this.#record({ ...use, secret: name, time: this.#options.clock.now().toISOString() });
    const value = found.open();
    if (!this.#masked.has(found.fingerprint)) {
      for (const form of maskForms(value)) this.#options.log.mask(form);
      this.#masked.add(found.fingerprint);
    }
    return value;
  }

  snapshot(): SecretReader {
    const providers = this.#options.providers.map((provider) => new RememberingProvider(provider));
    return new SecretSnapshot(new LoggedSecretReader({ ...this.#options, providers }));
  }

  /** @throws {IdentikitError} `KEYRING_WRONG` where it is there, and only under a key that is not: it is not missing */
  async #find(name: string): Promise<FoundSecret | undefined> {
    let locked: LockedSecret | undefined;
    for (const provider of this.#options.providers) {
      const found = await provider.find(name);
      if (found && "open" in found) return found;
      locked ??= found;
    }
    if (locked) throw wrongKeyring(name, locked);
    return undefined;
  }

  #record(access: SecretAccess): Promise<void> {
    this.#waiting.push(access);
    this.#write ??= nextTurn().then(() => {
      const accesses = this.#waiting;
      this.#waiting = [];
      this.#write = undefined;
      return this.#keep(accesses);
    });
    return this.#write;
  }

  async #keep(accesses: readonly SecretAccess[]): Promise<void> {
    try {
      await this.#options.accessLog.record(accesses);
    } catch (cause) {
      // Both say themselves what to do: the log's own faults, and a lock that somebody else holds for too long.
      if (cause instanceof IdentikitError && toldAsItIs.has(cause.code)) throw cause;
      const names = [...new Set(accesses.map(({ secret }) => secret))].join(", ");
      throw new IdentikitError(
        "ACCESS_LOG_FAILED",
        `the read of ${names} could not be logged, so it was not done`,
        {
          remedy: "Fix the access log (see --verbose for why) and run again.",
          cause,
        },
      );
    }
  }
}

function wrongKeyring(name: string, { lockedUnder, keysHere }: LockedSecret): IdentikitError {
  const here = keysHere.length === 0 ? "no key is here" : `here: ${keysHere.join(", ")}`;
  return new IdentikitError(
    "KEYRING_WRONG",
    `secret ${name} is sealed under key ${lockedUnder}, which the keyring does not have (${here})`,
    {
      remedy: `Give that key in IDENTIKIT_SECRET_KEYS or IDENTIKIT_SECRET_KEYS_FILE, or set the secret again: identikit secret set ${name}`,
    },
  );
}

/** A reader of remembered secrets, which also remembers its answers: a fleet asks for the same few again and again. */
class SecretSnapshot implements SecretReader {
  readonly #inner: SecretReader;
  readonly #fingerprints = new Map<string, Promise<string | undefined>>();

  constructor(inner: SecretReader) {
    this.#inner = inner;
  }

  fingerprint(name: string): Promise<string | undefined> {
    let fingerprint = this.#fingerprints.get(name);
    if (!fingerprint) {
      fingerprint = this.#inner.fingerprint(name);
      this.#fingerprints.set(name, fingerprint);
    }
    return fingerprint;
  }

  read(name: string, use: SecretUse): Promise<string> {
    return this.#inner.read(name, use);
  }

  snapshot(): SecretReader {
    return this;
  }
}

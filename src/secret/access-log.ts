import type { SecretUse } from "./reader.ts";

/** One read of one secret. */
export interface SecretAccess extends SecretUse {
  readonly secret: string;
  /** ISO 8601, UTC. */
  readonly time: string;
}

/** Where reads of secrets are written down before the value is used. Append only. */
export interface AccessLog {
  /**
   * Returns once the accesses are kept.
   * @throws {IdentikitError} `ACCESS_LOG_FAILED`, `DATABASE_BUSY`, `DATABASE_TOO_NEW`
   */
  record(accesses: readonly SecretAccess[]): Promise<void>;
}

/**
 * A log that also remembers what it was given, so that a job can leave its accesses as a file. What the inner log
 * refused is not among them.
 */
export class RecordingAccessLog implements AccessLog {
  readonly recorded: SecretAccess[] = [];
  readonly #inner: AccessLog | undefined;

  /** @param inner where accesses are kept for good; left out, only here */
  constructor(inner?: AccessLog) {
    this.#inner = inner;
  }

  async record(accesses: readonly SecretAccess[]): Promise<void> {
    await this.#inner?.record(accesses);
    this.recorded.push(...accesses);
  }
}

/** Accesses as JSON lines: the file that a job leaves behind. */
export function formatAccesses(accesses: readonly SecretAccess[]): string {
  return accesses
    .map(({ time, secret, agent, accessor, reason }) =>
      JSON.stringify({ time, secret, agent, accessor, reason }),
    )
    .map((line) => `${line}\n`)
    .join("");
}

import type { TransferProgress } from "../../image/registry/traffic.ts";
import type { Logger, Progress } from "../../runtime/logger.ts";
import { shortDigest } from "../accounts/wording.ts";

/** Smaller blobs are through before anybody could read their line. Bytes. */
const worthALine = 1024 * 1024;

/** A line for each large blob that moves to or from a registry. */
export class TransferLines implements Disposable {
  readonly #log: Logger;
  readonly #lines = new Map<string, { readonly line: Progress; last: TransferProgress }>();

  constructor(log: Logger) {
    this.#log = log;
  }

  readonly show = (transfer: TransferProgress): void => {
    const { direction, digest, moved, size } = transfer;
    if (size < worthALine) return;
    const key = `${direction} ${digest}`;
    const shown = this.#lines.get(key) ?? { line: this.#log.progress(titleOf(transfer)), last: transfer };
    this.#lines.set(key, shown);
    shown.last = transfer;
    shown.line.update(`${megabytes(moved)} of ${megabytes(size)} MB`);
    if (moved < size) return;
    shown.line.done(`${direction === "up" ? "sent" : "read"} ${shortDigest(digest)}, ${megabytes(size)} MB`);
    this.#lines.delete(key);
  };

  /** Ends the lines of blobs that were not moved to their end: what was needed of them was found before, or they broke. */
  [Symbol.dispose](): void {
    for (const { line, last } of this.#lines.values()) {
      const { digest, direction, moved, size } = last;
      const verb = direction === "up" ? "sent" : "read";
      line.done(`${verb} ${megabytes(moved)} of ${megabytes(size)} MB of ${shortDigest(digest)}`);
    }
    this.#lines.clear();
  }
}

function titleOf({ direction, digest }: TransferProgress): string {
  return `${direction === "up" ? "send" : "read"} ${shortDigest(digest)}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { codeOf } from "../fault/thrown.ts";
import { type AtomicWriteOptions, writeFileAtomically } from "./atomic-file.ts";
import { fileFault } from "./file-fault.ts";
import { isDescriptorPath, kindOf } from "./special-file.ts";

/** The name that stands for standard output. */
export const standardOutput = "-";

/** How long a reader of a pipe may take nothing before the write fails. Milliseconds. */
const patienceMs = 30_000;

/**
 * Writes a file that a person named. A regular file is replaced atomically, as {@link writeFileAtomically} does; a device,
 * a FIFO or an open descriptor (`/dev/stdout`, `/dev/fd/63`) is written into and stays what it is.
 * @param path absolute, or {@link standardOutput}
 * @throws {IdentikitError} `FILE_UNWRITABLE`; `ENTRY_TYPE` for a block device or a socket
 */
export function writeOutput(path: string, content: Uint8Array | string, options?: AtomicWriteOptions): void {
  if (!isStream(path)) {
    writeFileAtomically(path, content, options);
    return;
  }
  using stream = new OutputStream(path);
  stream.write(typeof content === "string" ? Buffer.from(content) : content);
}

/**
 * Lets something make a regular file and brings it to where a person wants it: there at once, or by way of a temporary
 * file (mode 0600, removed afterwards) where the place is a device, a FIFO or an open descriptor.
 * @param path absolute, or {@link standardOutput}
 * @throws {IdentikitError} as {@link writeOutput}, and whatever `make` throws; nothing has been written then
 */
export async function makeOutput<Result>(
  path: string,
  make: (file: string) => Promise<Result>,
): Promise<Result> {
  if (!isStream(path)) return await make(path);
  using stream = new OutputStream(path);
  const directory = mkdtempSync(join(tmpdir(), "identikit-"));
  try {
    const file = join(directory, "output");
    const result = await make(file);
    stream.copy(file);
    return result;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Something that takes bytes and is not replaced: a character device, a FIFO, an open descriptor. */
export class OutputStream implements Disposable {
  readonly #path: string;
  readonly #descriptor: number;
  readonly #isOwn: boolean;

  /** @throws {IdentikitError} `FILE_UNWRITABLE`, also where nobody reads from a FIFO */
  constructor(path: string) {
    const inherited = inheritedDescriptor(path);
    this.#path = path === standardOutput ? "standard output" : path;
    this.#isOwn = inherited === undefined;
    try {
      // Not blocking: a FIFO without a reader would stop the process here for good.
      const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_NONBLOCK;
      this.#descriptor = inherited ?? openSync(path, flags);
    } catch (cause) {
      throw this.#fault(cause);
    }
  }

  /** Writes all bytes, waiting for a reader that is slow. @throws {IdentikitError} `FILE_UNWRITABLE` */
  write(bytes: Uint8Array): void {
    let waitedMs = 0;
    for (let at = 0; at < bytes.length; ) {
      try {
        at += writeSync(this.#descriptor, bytes, at);
        waitedMs = 0;
      } catch (cause) {
        const isFull = codeOf(cause) === "EAGAIN";
        if (!isFull || waitedMs >= patienceMs) throw this.#fault(cause);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
        waitedMs += 5;
      }
    }
  }

  /** Writes a regular file's content. @throws {IdentikitError} `FILE_UNREADABLE`, `FILE_UNWRITABLE` */
  copy(file: string): void {
    const source = openSync(file, "r");
    try {
      const buffer = Buffer.allocUnsafe(256 * 1024);
      for (let count = readSync(source, buffer); count > 0; count = readSync(source, buffer))
        this.write(buffer.subarray(0, count));
    } finally {
      closeSync(source);
    }
  }

  [Symbol.dispose](): void {
    if (this.#isOwn) closeSync(this.#descriptor);
  }

  #fault(cause: unknown): IdentikitError {
    if (codeOf(cause) !== "ENXIO") return fileFault("FILE_UNWRITABLE", this.#path, cause);
    return new IdentikitError("FILE_UNWRITABLE", `${this.#path} cannot be written: nobody reads from it`, {
      remedy: "Start the program that reads from it first.",
      cause,
    });
  }
}

/**
 * True where a name stands for something that is written into rather than replaced.
 * @throws {IdentikitError} `ENTRY_TYPE` for a block device or a socket: neither is a place for a report
 */
export function isStream(path: string): boolean {
  if (path === standardOutput || isDescriptorPath(path)) return true;
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined || status.isFile() || status.isDirectory()) return false;
  if (status.isCharacterDevice() || status.isFIFO()) return true;
  throw new IdentikitError("ENTRY_TYPE", `${path} is a ${kindOf(status)}, which nothing is written to`, {
    remedy: "Name a file, a FIFO, /dev/stdout, or - for standard output.",
  });
}

/** Standard output and error are the process's own: opened again they would overwrite what else is written to them. */
function inheritedDescriptor(path: string): number | undefined {
  if (path === standardOutput) return 1;
  const standard = /^\/(?:dev\/(?:fd\/|std)|proc\/(?:self|thread-self)\/fd\/)(1|2|out|err)$/.exec(path)?.[1];
  if (standard === undefined) return undefined;
  return standard === "2" || standard === "err" ? 2 : 1;
}

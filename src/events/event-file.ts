import { closeSync, constants, openSync } from "node:fs";
import { dirname } from "node:path";
import { fileFault } from "../tree/file-fault.ts";
import { makeDirectories } from "../tree/make-directories.ts";
import { isStream, OutputStream } from "../tree/output-file.ts";
import type { EventSink } from "./event-sink.ts";
import type { TimedEvent } from "./fleet-event.ts";

/**
 * Appends events to a file as JSON lines. Each line is one write to a file opened for appending, so that lines of
 * several processes do not mix. A device, a FIFO or standard output is written into.
 */
export class EventFile implements EventSink, Disposable {
  readonly #stream: OutputStream;

  /**
   * @param path made where it is missing, with the directories above it
   * @throws {IdentikitError} `FILE_UNWRITABLE`, `ENTRY_TYPE`
   */
  constructor(path: string) {
    if (!isStream(path)) makeEmptyFile(path);
    this.#stream = new OutputStream(path);
  }

  /** @throws {IdentikitError} `FILE_UNWRITABLE` */
  emit(event: TimedEvent): void {
    this.#stream.write(Buffer.from(`${JSON.stringify(event)}\n`));
  }

  [Symbol.dispose](): void {
    this.#stream[Symbol.dispose]();
  }
}

function makeEmptyFile(path: string): void {
  try {
    makeDirectories(dirname(path), 0o755);
    closeSync(openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_NONBLOCK, 0o644));
  } catch (cause) {
    throw fileFault("FILE_UNWRITABLE", path, cause);
  }
}

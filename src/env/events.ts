import { closeSync, constants, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import type { FaultCode } from "../fault/codes.ts";
import type { CodeOfFinding } from "../fault/finding.ts";
import { fileFault } from "../tree/file-fault.ts";
import { isStream, OutputStream } from "../tree/output-file.ts";

/** What happened to an agent. Names of secrets appear here, values never. */
export type FleetEvent =
  | { readonly event: "render_started"; readonly agent: string; readonly reason: string }
  | {
      readonly event: "rendered";
      readonly agent: string;
      readonly reason: string;
      readonly written: readonly string[];
      readonly removed: readonly string[];
      readonly secrets: readonly string[];
    }
  | {
      readonly event: "task_failed" | "render_skipped";
      readonly agent: string;
      readonly reason: string;
      readonly code: FaultCode;
      readonly message: string;
      readonly secret?: string;
    }
  | {
      readonly event: "container_rebuilt";
      readonly agent: string;
      readonly container: string;
      readonly image: string;
    }
  | {
      readonly event: "container_failed";
      readonly agent: string;
      readonly container: string;
      readonly code: FaultCode;
      readonly message: string;
    }
  | {
      readonly event: "drift_found";
      readonly agent: string;
      readonly codes: readonly CodeOfFinding[];
    };

/** An event with the moment at which it was emitted (ISO 8601, UTC). */
export type TimedEvent = FleetEvent & { readonly time: string };

/** Where events go. */
export interface EventSink {
  emit(event: TimedEvent): void;
}

/** For runs that nobody watches. */
export const noEvents: EventSink = { emit: () => {} };

/** Gives each event to all of several sinks. */
export function toAll(...sinks: readonly EventSink[]): EventSink {
  return {
    emit: (event) => {
      for (const sink of sinks) sink.emit(event);
    },
  };
}

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
    mkdirSync(dirname(path), { recursive: true });
    closeSync(openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_NONBLOCK, 0o644));
  } catch (cause) {
    throw fileFault("FILE_UNWRITABLE", path, cause);
  }
}

import { closeSync, constants, openSync, writeSync } from "node:fs";
import type { FaultCode } from "../fault/codes.ts";
import { fileFault } from "../tree/file-fault.ts";

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
      readonly codes: readonly string[];
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
 * several processes do not mix.
 */
export class EventFile implements EventSink, Disposable {
  readonly #descriptor: number;
  readonly #path: string;

  /** @throws {IdentikitError} `FILE_UNWRITABLE` */
  constructor(path: string) {
    const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;
    this.#path = path;
    try {
      this.#descriptor = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o644);
    } catch (cause) {
      throw fileFault("FILE_UNWRITABLE", path, cause);
    }
  }

  /** @throws {IdentikitError} `FILE_UNWRITABLE` */
  emit(event: TimedEvent): void {
    try {
      writeSync(this.#descriptor, `${JSON.stringify(event)}\n`);
    } catch (cause) {
      throw fileFault("FILE_UNWRITABLE", this.#path, cause);
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }
}

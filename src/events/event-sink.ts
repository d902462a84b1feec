import type { TimedEvent } from "./fleet-event.ts";

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

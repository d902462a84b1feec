import { agentToolEvent } from "../../../agents/kinds/record/agent-tool-event.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import type { RunEvent } from "../../../agents/run-bundle/run-event.ts";
import { afterEvent } from "../../../agents/store/events/after-event.ts";
import { addressOf, withQuery } from "../../page/address.ts";
import type { ViewerObjects } from "../../page/viewer-objects.ts";

/** A part of an attempt's line of time. Events are numbered from 1 without gaps, so where a row stands follows from its number. */
export interface EventWindow {
  readonly attempt: string;
  /** The number of the newest event. */
  readonly total: number;
  readonly rows: readonly RunEvent[];
  /** The page of a part of it; `from` is added to its query. */
  readonly address: string;
  readonly older?: string | undefined;
  readonly newer?: string | undefined;
}

/** Rows of a page of it, and what a browser reads at once. */
const eventPage = 200;
/** The newest rows, which a run's own page comes with: more than the part of a screen that it gives them. */
const newestRows = 60;
const longestText = 4000;

/**
 * A part of the line of time of an attempt: the newest events, or those from a number on.
 * @returns nothing where the viewer may not list events
 */
export async function eventWindow(
  objects: ViewerObjects,
  run: string,
  attempt: string,
  from?: number,
): Promise<EventWindow | undefined> {
  const { organization } = objects;
  const fields = [{ field: "spec.attempt", equals: true, value: attempt }];
  const newest = await objects.listed(agentToolEvent, {
    ...{ fields, newestFirst: true, limit: from === undefined ? newestRows : 1 },
  });
  if (!newest) return undefined;
  const total = newest.items[0]?.spec.seq ?? 0;
  const list = { namespace: organization, fields };
  const events =
    from === undefined
      ? newest.items.toReversed()
      : (
          await objects.list(agentToolEvent, {
            ...{ fields, limit: eventPage },
            continue: afterEvent(list, newest.resourceVersion, from - 1),
          })
        ).items;
  const address = withQuery(addressOf(organization, "agents", "runs", run, "events"), { attempt });
  const first = events[0]?.spec.seq ?? 1;
  const last = events.at(-1)?.spec.seq ?? 0;
  return {
    ...{ attempt, total, address },
    rows: events.map((event) => shownEvent(event)),
    older: first > 1 ? `${address}&from=${Math.max(1, first - eventPage)}` : undefined,
    newer: last < total ? `${address}&from=${last + 1}` : undefined,
  };
}

/** An event as its line of time shows it; the whole of a long one stands on the page of its object. */
export function shownEvent(
  { spec }: Resource<typeof agentToolEvent>,
  longest: number = longestText,
): RunEvent {
  const { run: _, attempt: __, text, ...event } = spec;
  if (text === undefined) return event;
  return text.length > longest
    ? { ...event, text: text.slice(0, longest), truncated: true }
    : { ...event, text };
}

import { agentToolEvent } from "../../../agents/kinds/record/agent-tool-event.ts";
import type { RunEvent } from "../../../agents/run-bundle/run-event.ts";
import type { ViewerObjects } from "../../page/viewer-objects.ts";
import { shownEvent } from "./event-window.ts";

/** A subagent of a run, and what it does or has found. */
export interface LaneModel {
  readonly name: string;
  readonly role?: string | undefined;
  readonly status: "running" | "completed" | "failed" | "denied";
  readonly startedAt?: string | undefined;
  readonly finishedAt?: string | undefined;
  readonly events: number;
  readonly text: string;
}

const [mostMessages, mostLaneEvents, longestMessage, longestFinding] = [100, 500, 20_000, 2000];

/** The newest messages of an attempt, in order. */
export async function messagesOf(objects: ViewerObjects, attempt: string): Promise<readonly RunEvent[]> {
  const events = await eventsOfType(objects, attempt, "message", mostMessages);
  return events.toReversed().map((event) => shownEvent(event, longestMessage));
}

/** The subagents of an attempt, in the order in which they began. */
export async function lanesOf(objects: ViewerObjects, attempt: string): Promise<readonly LaneModel[]> {
  const events = await eventsOfType(objects, attempt, "subagent", mostLaneEvents);
  const byName = Map.groupBy(
    events.toReversed().map(({ spec }) => spec),
    ({ lane = "" }) => lane,
  );
  byName.delete("");
  return [...byName].map(([name, own]) => laneOf(name, own));
}

function laneOf(name: string, events: readonly RunEvent[]): LaneModel {
  const [first, last] = [events[0], events.at(-1)];
  const status = last?.status ?? "started";
  const role = events.map(({ data }) => data?.role).find((one) => typeof one === "string");
  return {
    ...{ name, role, startedAt: first?.time, events: events.length },
    status: status === "started" ? "running" : status,
    finishedAt: status === "started" ? undefined : last?.time,
    text: (last?.text ?? "").slice(0, longestFinding),
  };
}

async function eventsOfType(objects: ViewerObjects, attempt: string, type: string, limit: number) {
  const fields = [
    { field: "spec.attempt", equals: true, value: attempt },
    { field: "spec.type", equals: true, value: type },
  ];
  return (await objects.listed(agentToolEvent, { fields, newestFirst: true, limit }))?.items ?? [];
}

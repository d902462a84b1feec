import { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import { agentToolEvent } from "../../../agents/kinds/record/agent-tool-event.ts";
import { listAddress, objectAddress } from "../../page/object-address.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import { type EventWindow, eventWindow } from "./event-window.ts";

/** A part of the line of time of an attempt, on a page of its own. */
export interface RunEventsModel {
  readonly run: string;
  readonly part?: EventWindow | undefined;
}

export async function loadRunEvents(ask: PageAsk): Promise<LoadedPage<"run-events">> {
  const { organization, objects, params, query } = ask;
  const run = await objects.get(agentDispatchRun, params.name ?? "");
  objects.demand("list", agentToolEvent);
  const { name } = run.metadata;
  const attempt = query.get("attempt") ?? run.status.currentAttempt;
  const from = Number(query.get("from") ?? 1);
  const first = Number.isSafeInteger(from) && from > 0 ? from : 1;
  return {
    title: `Events of ${name}`,
    crumbs: [
      { word: "Runs", href: listAddress(organization, agentDispatchRun) },
      { word: name, href: objectAddress(organization, agentDispatchRun, name), what: "Run" },
    ],
    ...(attempt === undefined ? {} : { attempt }),
    model: {
      run: name,
      part: attempt === undefined ? undefined : await eventWindow(objects, name, attempt, first),
    },
  };
}

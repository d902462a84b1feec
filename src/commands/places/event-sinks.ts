import { EventFile } from "../../events/event-file.ts";
import { type EventSink, toAll } from "../../events/event-sink.ts";
import { asFault } from "../../fault/error.ts";
import { type Project, workPath } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { outputPath } from "./output-path.ts";

/** The file that runs append their events to, and that `events` serves. */
export function eventFile(context: Context, project: Project, named: string | undefined): string {
  return named === undefined ? workPath(project, "events.jsonl") : outputPath(context, named);
}

/** How a run stands to events: `required` where it changes something, `possible` where it only looks, `none` for a dry run. */
export type EventUse = "required" | "possible" | "none";

/**
 * Events go to the file and, where `IDENTIKIT_EVENTS_URL` names one, to an HTTP endpoint. A run that only looks goes on
 * where the file that nobody named cannot be written to.
 */
export async function openEventSinks(
  context: Context,
  project: Project,
  named: string | undefined,
  use: EventUse = "required",
): Promise<EventSink & AsyncDisposable> {
  if (use === "none") return { emit: () => {}, [Symbol.asyncDispose]: async () => {} };
  const { IDENTIKIT_EVENTS_URL: url, IDENTIKIT_EVENTS_TOKEN: token } = context.env;
  const file = eventFile(context, project, named);
  const endpoint = url ? await openEndpoint(url, token) : undefined;
  const kept = openFile();
  return {
    ...toAll(...(kept ? [kept] : []), ...(endpoint ? [endpoint] : [])),
    [Symbol.asyncDispose]: async () => {
      kept?.[Symbol.dispose]();
      await endpoint?.[Symbol.asyncDispose]();
    },
  };

  function openFile(): EventFile | undefined {
    try {
      return new EventFile(file);
    } catch (caught) {
      if (use === "required" || named !== undefined || asFault(caught).code !== "FILE_UNWRITABLE")
        throw caught;
      context.log.warn(`events are not kept: ${file} cannot be written to`);
      return undefined;
    }
  }

  async function openEndpoint(address: string, bearer: string | undefined) {
    // The HTTP client is for those who have such an endpoint; every render would load it otherwise.
    const { EventEndpoint } = await import("../../events/event-endpoint.ts");
    const onUndelivered = (line: string) => context.log.warn(line);
    return new EventEndpoint({
      url: address,
      env: context.env,
      onUndelivered,
      ...(bearer ? { token: bearer } : {}),
    });
  }
}

import { EventFile } from "../../events/event-file.ts";
import { type EventSink, toAll } from "../../events/event-sink.ts";
import { type Project, workPath } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { outputPath } from "./output-path.ts";

/** The file that runs append their events to, and that `events` serves. */
export function eventFile(context: Context, project: Project, named: string | undefined): string {
  return named === undefined ? workPath(project, "events.jsonl") : outputPath(context, named);
}

/** Events go to the file and, where `IDENTIKIT_EVENTS_URL` names one, to an HTTP endpoint. */
export async function openEventSinks(
  context: Context,
  project: Project,
  named: string | undefined,
): Promise<EventSink & AsyncDisposable> {
  const { IDENTIKIT_EVENTS_URL: url, IDENTIKIT_EVENTS_TOKEN: token } = context.env;
  const file = eventFile(context, project, named);
  const endpoint = url ? await openEndpoint(url, token) : undefined;
  const kept = new EventFile(file);
  return {
    ...toAll(kept, ...(endpoint ? [endpoint] : [])),
    [Symbol.asyncDispose]: async () => {
      kept[Symbol.dispose]();
      await endpoint?.[Symbol.asyncDispose]();
    },
  };

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

import type { ConfigDatabase } from "../../../config/database.ts";
import { agentToolEvent } from "../../kinds/record/agent-tool-event.ts";
import { resourceOf } from "../object-row.ts";
import type { EventSpec } from "./append-events.ts";
import { eventObject, eventsBetween } from "./event-rows.ts";

/** The events of an attempt after a number, in order: a page of them by the table's own key, however many there are. */
export async function readEvents(
  database: ConfigDatabase,
  {
    namespace,
    attempt,
    after,
    limit,
  }: { readonly namespace: string; readonly attempt: string; readonly after: number; readonly limit: number },
): Promise<readonly EventSpec[]> {
  const range = { first: after + 1, last: after + limit };
  const rows = await database.transaction("read", (session) =>
    eventsBetween(session, { namespace, attempt }, range),
  );
  return rows.map((row) => resourceOf(agentToolEvent, eventObject(row)).spec);
}

import { agentToolEvent } from "../../kinds/record/agent-tool-event.ts";
import type { ListQuery } from "../../resource/resource-store.ts";
import { formatContinue } from "../continue-token.ts";

/**
 * Where a list of the events of one attempt goes on behind a number, as {@link ListQuery.continue}: events are numbered without gaps, so
 * any part of a long line of time can be read at once.
 * @param query of the list: its namespace, and a field selector that names the attempt
 * @param version the state that is read, as another list gave it
 */
export function afterEvent(query: ListQuery, version: string, seq: number): string {
  return formatContinue(agentToolEvent.kind, query, { version: Number(version), after: [seq] });
}

import type { Kind } from "../../agents/kinds/kind.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { agentPause } from "../../agents/kinds/record/agent-pause.ts";
import { agentWorkspace } from "../../agents/kinds/record/agent-workspace.ts";
import { workItem } from "../../agents/kinds/record/work-item.ts";
import { RequestRefused } from "./status.ts";

/** The records that people declare: what is to be run, where, for what, and what is to stop. */
const declared: ReadonlySet<string> = new Set(
  [agentDispatchRun, agentPause, agentWorkspace, workItem].map(({ kind }) => kind),
);
const writing = new Set(["create", "update", "patch"]);

/**
 * Refuses to write over the API what only programs write: all other records, and the status of every record. An approval says exactly what is
 * sent to a forge, and a record of an action says what was admitted: whoever could write one themselves, with whatever role, would need no
 * approval. People decide, act and ask by the routes for it, which check and record it.
 * @throws {RequestRefused} 403
 */
export function refuseProgramsOwn(
  verb: string,
  { of, subresource }: { readonly of: Kind; readonly subresource?: string | undefined },
): void {
  if (of.storage !== "record" || !writing.has(verb)) return;
  if (declared.has(of.kind) && subresource !== "status") return;
  const what = subresource === "status" ? `the status of ${of.plural}` : of.plural;
  throw new RequestRefused(
    "Forbidden",
    `${what} is written by Identikit alone, whatever a role gives: decide, act and ask by the routes below /api/agents`,
  );
}

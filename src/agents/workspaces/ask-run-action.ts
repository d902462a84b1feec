import { refusedAction } from "../approvals/refused-action.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { Resource } from "../resource/resource.ts";
import { objectMissing } from "../store/object-fault.ts";
import type { AskedAction, AskPorts } from "./ask-workspace-action.ts";
import { actOnRun, askForWriteBack } from "./person-actions.ts";

/**
 * Asks for an action on a run in somebody's name: cancel, retry, resume, fork, continue, or a write to the forge. Admitted by their roles,
 * and on record either way.
 * @returns the record, Done or Admitted
 * @throws {IdentikitError} `NOT_FOUND`; `CONFLICT` where the run is not in a phase for it; `POLICY_DENIED`, which is on record as Denied
 */
export async function askRunAction(
  { store, organizations }: AskPorts,
  asked: AskedAction,
  now: Date,
): Promise<Resource> {
  const { namespace, name, text, request } = asked;
  const refusal = await store.write(async (writer) => {
    const run = await writer.get(agentDispatchRun, { namespace, name });
    if (!run) throw objectMissing(agentDispatchRun, { namespace, name });
    const { repository, agentStack: stack } = run.spec;
    const said = {
      ...(text === undefined ? {} : { text }),
      ...(request === undefined ? {} : { request }),
    };
    const details = Object.keys(said).length === 0 ? undefined : said;
    const of = { kind: agentDispatchRun.kind, name };
    return await refusedAction(
      writer,
      organizations,
      { ...asked, of, at: { repository, stack }, details },
      now,
    );
  });
  if (refusal) throw refusal;
  return await (asked.action === "write-back" ? askForWriteBack : actOnRun)(store, asked, now);
}

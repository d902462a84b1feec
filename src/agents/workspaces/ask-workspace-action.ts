import type { Organization } from "../admission/rbac/access-state.ts";
import type { Approver } from "../approvals/may-decide.ts";
import { refusedAction } from "../approvals/refused-action.ts";
import { agentWorkspace } from "../kinds/record/agent-workspace.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceStore } from "../resource/resource-store.ts";
import { objectMissing } from "../store/object-fault.ts";
import { actOnWorkspace, type PersonAction } from "./person-actions.ts";

/** An action by somebody of whom the host said something. */
export interface AskedAction extends PersonAction, Pick<Approver, "host"> {}

/** What it takes to ask. */
export interface AskPorts {
  readonly store: ResourceStore;
  readonly organizations: readonly Organization[];
}

/**
 * Asks for an action on a workspace in somebody's name: admitted by their roles, and on record either way. What needs no files is done at once.
 * @returns the record, Done or Admitted
 * @throws {IdentikitError} `NOT_FOUND`; `POLICY_DENIED`, which is on record as Denied
 */
export async function askWorkspaceAction(
  { store, organizations }: AskPorts,
  asked: AskedAction,
  now: Date,
): Promise<Resource> {
  const { namespace, name, text, machine } = asked;
  const refusal = await store.write(async (writer) => {
    const workspace = await writer.get(agentWorkspace, { namespace, name });
    if (!workspace) throw objectMissing(agentWorkspace, { namespace, name });
    const { repository } = workspace.spec;
    const of = { kind: agentWorkspace.kind, name };
    const said = {
      ...(text === undefined ? {} : { text }),
      ...(machine === undefined ? {} : { host: machine }),
    };
    const details = Object.keys(said).length === 0 ? undefined : said;
    return await refusedAction(writer, organizations, { ...asked, of, at: { repository }, details }, now);
  });
  if (refusal) throw refusal;
  return await actOnWorkspace(store, asked, now);
}

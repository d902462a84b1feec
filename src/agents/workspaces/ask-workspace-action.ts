import { randomUUID } from "node:crypto";
import { IdentikitError } from "../../fault/error.ts";
import { rightText } from "../admission/decision/access-findings.ts";
import { whoIs } from "../admission/decision/actor-findings.ts";
import type { Organization } from "../admission/rbac/access-state.ts";
import { rightsFor } from "../admission/rbac/action-rights.ts";
import { permissionFor } from "../admission/rbac/rights.ts";
import type { HostFacts } from "../kinds/actor.ts";
import { agentAction } from "../kinds/record/agent-action.ts";
import { agentWorkspace } from "../kinds/record/agent-workspace.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceStore } from "../resource/resource-store.ts";
import { readAccessState } from "../snapshot/read-snapshot.ts";
import { objectMissing } from "../store/object-fault.ts";
import { actOnWorkspace, type PersonAction } from "./person-actions.ts";

/** An action on a workspace, by somebody of whom the host said something. */
export interface AskedAction extends PersonAction {
  readonly host?: Pick<HostFacts, "permission" | "teams"> | undefined;
}

/**
 * Asks for an action on a workspace in somebody's name: admitted by their roles, and on record either way. What needs no files is done at once.
 * @returns the record, Done or Admitted
 * @throws {IdentikitError} `NOT_FOUND`; `POLICY_DENIED`, which is on record as Denied
 */
export async function askWorkspaceAction(
  {
    store,
    organizations,
  }: { readonly store: ResourceStore; readonly organizations: readonly Organization[] },
  asked: AskedAction,
  now: Date,
): Promise<Resource> {
  const { namespace, name, action, by, via, text, host } = asked;
  const denied = await store.write(async (writer) => {
    const workspace = await writer.get(agentWorkspace, { namespace, name });
    if (!workspace) throw objectMissing(agentWorkspace, { namespace, name });
    const { repository } = workspace.spec;
    const { who } = whoIs(by, namespace, host, repository);
    const access = await readAccessState(writer, organizations);
    const rights = rightsFor(action, { namespace, repository, name });
    const missing = rights.find((right) => !who || !permissionFor(access, who, right));
    if (!missing) return undefined;
    const message = `${by.name} may not ${rightText(missing)}`;
    const spec = agentAction.spec.parse({
      ...{ target: { kind: agentWorkspace.kind, name }, action, actor: by, via, time: now.toISOString() },
      ...(text === undefined ? {} : { arguments: { text } }),
    });
    const metadata = { namespace, name: `a-${randomUUID()}` };
    const status = { phase: "Denied" as const, code: "POLICY_DENIED", message };
    await writer.create(agentAction, { kind: agentAction.kind, metadata, spec }, status);
    return message;
  });
  if (denied === undefined) return await actOnWorkspace(store, asked, now);
  throw new IdentikitError("POLICY_DENIED", denied, {
    remedy: "Let somebody ask who may; identikit access review shows what somebody may do.",
  });
}

import type { z } from "zod";
import { platformAction, type workspaceAction } from "../../kinds/record/agent-action.ts";
import { apiGroup } from "../../resource/resource.ts";
import type { ResourceAsk } from "./rule-allows.ts";

export type ActionName = z.output<typeof platformAction> | z.output<typeof workspaceAction>;

/** What an action is done to. */
export interface ActionTarget {
  readonly namespace: string;
  /** The repository of the run or workspace, or the one that is paused; left out for a pause of anything else. */
  readonly repository?: string | undefined;
  /** The name of the run, approval, review, delivery, server or workspace. */
  readonly name?: string | undefined;
  /** For what starts an agent: its stack. */
  readonly stack?: string | undefined;
}

type Right = Pick<ResourceAsk, "verb" | "resource" | "subresource">;
const rights: Readonly<Record<z.output<typeof platformAction>, readonly Right[]>> = {
  dispatch: [{ verb: "create", resource: "agentdispatchruns" }],
  "dry-run": [{ verb: "create", resource: "agentdispatchruns" }],
  cancel: [{ verb: "update", resource: "agentdispatchruns", subresource: "cancel" }],
  retry: [{ verb: "create", resource: "agentdispatchattempts" }],
  resume: [{ verb: "create", resource: "agentdispatchattempts" }],
  fork: [{ verb: "create", resource: "agentdispatchattempts" }],
  continue: [{ verb: "create", resource: "agentdispatchattempts" }],
  approve: [{ verb: "update", resource: "agentapprovals", subresource: "decision" }],
  reject: [{ verb: "update", resource: "agentapprovals", subresource: "decision" }],
  resolve: [{ verb: "update", resource: "agentreviewartifacts", subresource: "decision" }],
  "request-changes": [{ verb: "update", resource: "agentreviewartifacts", subresource: "decision" }],
  "write-back": [{ verb: "create", resource: "agentactions" }],
  replay: [{ verb: "update", resource: "webhookdeliveries", subresource: "replay" }],
  pause: [{ verb: "create", resource: "agentpauses" }],
  unpause: [{ verb: "delete", resource: "agentpauses" }],
  grant: [
    { verb: "create", resource: "agentsecretgrants" },
    { verb: "create", resource: "agentconfiggrants" },
  ],
  probe: [{ verb: "update", resource: "agentmcpservers", subresource: "probe" }],
  import: [{ verb: "update", resource: "configrows" }],
};
/** What makes an agent work needs the stack's `use` as well. */
const starts = new Set<string>(["dispatch", "dry-run", "retry", "resume", "fork", "continue"]);
/** Given to an organisation, not to a repository: rights for some repositories do not reach it. */
const ofOrganization = new Set<string>(["grant", "probe", "replay", "import"]);
const unnamed = new Set<string>(["create"]);

/** Every right that an action takes: all of them have to be there. So a disabled button and a refused request have one reason. */
export function rightsFor(action: ActionName, target: ActionTarget): ResourceAsk[] {
  const { namespace, repository, name, stack } = target;
  const place = { namespace, apiGroup, ...(ofOrganization.has(action) ? {} : { repository }) };
  const asked = actionRights(action).map((right) => ({
    ...place,
    ...right,
    ...(unnamed.has(right.verb) ? {} : { name }),
  }));
  if (!starts.has(action)) return asked;
  return [...asked, { ...place, verb: "use", resource: "agentstacks", name: stack }];
}

function actionRights(action: ActionName): readonly Right[] {
  const { data: platform } = platformAction.safeParse(action);
  if (platform !== undefined) return rights[platform];
  return [{ verb: "update", resource: "agentworkspaces", subresource: action }];
}

import { agentConfigGrant } from "../../agents/kinds/config/agent-config-grant.ts";
import { agentRoleBinding } from "../../agents/kinds/config/agent-role-binding.ts";
import { agentSecretGrant } from "../../agents/kinds/config/agent-secret-grant.ts";
import { agentServiceAccount } from "../../agents/kinds/config/agent-service-account.ts";
import { agentStack } from "../../agents/kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../../agents/kinds/config/agent-trigger-rule.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { agentCapabilityRequirement } from "../../agents/kinds/record/agent-capability-requirement.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { agentToolEvent } from "../../agents/kinds/record/agent-tool-event.ts";
import { agentWorkspace } from "../../agents/kinds/record/agent-workspace.ts";

/** A route that is one request of Kubernetes' protocol under another name. */
export interface ObjectRoute {
  readonly method: "GET" | "POST";
  /** Below `/api/agents/`. */
  readonly path: string;
  readonly kind: Kind;
  /** The field that a part of the path selects by. */
  readonly selects?: { readonly part: string; readonly field: string };
}

const get = (path: string, kind: Kind): ObjectRoute => ({ method: "GET", path, kind });
const post = (path: string, kind: Kind): ObjectRoute => ({ method: "POST", path, kind });

/** The routes of objects: who may, what is checked and what is stored is the same as for `/apis/identikit.dev`. */
export const objectRoutes: readonly ObjectRoute[] = [
  get("stacks", agentStack),
  post("stacks", agentStack),
  get("capabilities", agentCapabilityRequirement),
  get("identities", agentServiceAccount),
  post("identities/service-accounts", agentServiceAccount),
  get("permissions", agentRoleBinding),
  post("permissions/role-bindings", agentRoleBinding),
  post("secrets/grants", agentSecretGrant),
  post("config/grants", agentConfigGrant),
  get("runs", agentDispatchRun),
  post("runs", agentDispatchRun),
  { ...get("runs/:run/events", agentToolEvent), selects: { part: "run", field: "spec.run" } },
  get("rules", agentTriggerRule),
  get("workspaces", agentWorkspace),
];

import type { PolicyRule } from "../../kinds/config/agent-role.ts";
import { workspaceAction } from "../../kinds/record/agent-action.ts";
import { apiGroup } from "../../resource/resource.ts";

/** A role that Identikit ships; bindings name it with `roleRef.kind: RoleTemplate`. */
export interface RoleTemplate {
  readonly name: RoleTemplateName;
  readonly summary: string;
  readonly rules: readonly PolicyRule[];
}
export type RoleTemplateName =
  | "viewer"
  | "dispatcher"
  | "approver"
  | "maintainer"
  | "granter"
  | "admin"
  | "owner"
  | "controller";

const to = (verbs: string[], ...resources: string[]): PolicyRule => ({
  verbs,
  apiGroups: [apiGroup],
  resources,
});
const reading = ["get", "list", "watch"];
const writing = ["create", "update", "patch", "delete"];

const view = [to(reading, "*"), to(["create"], "agentmemoryqueries")];
const dispatch = [
  to(["create"], "agentdispatchruns", "agentdispatchattempts", "agentactions"),
  to(["update"], "agentdispatchruns/cancel"),
  to(["update"], ...workspaceAction.options.map((action) => `agentworkspaces/${action}`)),
  to(["use"], "agentstacks"),
];
const approve = [to(["update"], "agentapprovals/decision", "agentreviewartifacts/decision")];
const maintain = [
  to(
    writing,
    "agentstacks",
    "agentsubagents",
    "agenttoolprofiles",
    "agentmcpservers",
    "agentskills",
    "agenttriggerrules",
    "agentcontextlabels",
    "agentworkspacepolicies",
    "agentmemoryrepositories",
    "agentmemorysources",
    "agentconfigs",
    "workitems",
    "agentpauses",
  ),
  to(["update"], "agentmcpservers/probe", "webhookdeliveries/replay", "agentapprovals/escalation"),
];
const grant = [to(writing, "agentsecretgrants", "agentconfiggrants")];

/** Every role that is shipped. None but owner and controller can give away more than it has itself. */
export const roleTemplates: readonly RoleTemplate[] = [
  { name: "viewer", summary: "Sees everything; names of secrets, never their values.", rules: view },
  {
    name: "dispatcher",
    summary: "Starts, cancels and retries runs with every stack, and works with their workspaces.",
    rules: [...view, ...dispatch],
  },
  {
    name: "approver",
    summary: "Decides what runs ask for, and reviews what they made.",
    rules: [...view, ...approve],
  },
  {
    name: "maintainer",
    summary: "Does all of that, declares stacks, rules and what belongs to them, and sets pauses.",
    rules: [...view, ...dispatch, ...approve, ...maintain],
  },
  {
    name: "granter",
    summary: "Gives secrets and configs to stacks, tools and people.",
    rules: [...view, ...grant],
  },
  {
    name: "admin",
    summary: "Does everything in the organisation; gives away what it has itself and no more.",
    rules: [to([...reading, ...writing, "use"], "*")],
  },
  {
    name: "owner",
    summary: "Does everything everywhere, the rights of others included.",
    rules: [
      { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
      { verbs: ["*"], nonResourceURLs: ["*"] },
    ],
  },
  { name: "controller", summary: "What Identikit itself does.", rules: [to(["*"], "*")] },
];

export function roleTemplate(name: string): RoleTemplate | undefined {
  return roleTemplates.find((template) => template.name === name);
}

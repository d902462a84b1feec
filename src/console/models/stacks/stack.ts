import { rightsFor } from "../../../agents/admission/rbac/action-rights.ts";
import { manifestYaml } from "../../../agents/crds/manifest-stream.ts";
import { agentContextLabel } from "../../../agents/kinds/config/agent-context-label.ts";
import { agentMcpServer } from "../../../agents/kinds/config/agent-mcp-server.ts";
import { agentRunnerPool } from "../../../agents/kinds/config/agent-runner-pool.ts";
import { agentServiceAccount } from "../../../agents/kinds/config/agent-service-account.ts";
import { agentSkill } from "../../../agents/kinds/config/agent-skill.ts";
import { agentStack } from "../../../agents/kinds/config/agent-stack.ts";
import { agentSubagent } from "../../../agents/kinds/config/agent-subagent.ts";
import { agentToolProfile } from "../../../agents/kinds/config/agent-tool-profile.ts";
import { agentTriggerRule } from "../../../agents/kinds/config/agent-trigger-rule.ts";
import { agentWorkspacePolicy } from "../../../agents/kinds/config/agent-workspace-policy.ts";
import { agentCapabilityRequirement } from "../../../agents/kinds/record/agent-capability-requirement.ts";
import { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import { apiVersion, type Resource } from "../../../agents/resource/resource.ts";
import { addressOf, withQuery } from "../../page/address.ts";
import { listAddress } from "../../page/object-address.ts";
import type { ActionOffer } from "../../page/page.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import { reviewAddress } from "../../page/review-address.ts";
import type { Shown, ShownSection, ShownTable } from "../../page/shown.ts";
import type { ViewerObjects } from "../../page/viewer-objects.ts";
import type { ShownObject } from "../../ui/components/data/shown-object.ts";
import { type RunEntry, runEntries } from "../runs/run-rows.ts";
import { rightHolders } from "../shown/right-holders.ts";
import { digestShown, knownFacts, objectLink, objectLinks, phaseShown } from "../shown/values.ts";
import { builderStates } from "./builder-states.ts";

/** A stack: whether it can be dispatched, why not, what it is made of, and who may use it. */
export interface StackModel {
  readonly status: Shown;
  readonly offers: readonly ActionOffer[];
  readonly builder: ShownTable;
  readonly needs: readonly ShownObject<typeof agentCapabilityRequirement>[];
  readonly servers: readonly {
    readonly server: ShownObject<typeof agentMcpServer>;
    readonly offers: readonly ActionOffer[];
  }[];
  readonly runs: readonly RunEntry[];
  readonly sections: readonly ShownSection[];
}

const [mostNeeds, mostRuns, lookAtMost] = [500, 10, 1000];

export async function loadStack(ask: PageAsk): Promise<LoadedPage<"stack">> {
  const { organization, objects, params } = ask;
  const stack = await objects.get(agentStack, params.name ?? "");
  const { metadata, spec, status } = stack;
  const { name } = metadata;
  const needs = await needsOf(objects, name);
  const yaml = manifestYaml({ apiVersion, kind: agentStack.kind, metadata: { name }, spec });
  const runs = await objects.listed(agentDispatchRun, {
    fields: [{ field: "spec.agentStack", equals: true, value: name }],
    ...{ newestFirst: true, limit: mostRuns, lookAtMost },
  });
  return {
    title: spec.title ?? name,
    crumbs: [{ word: "Stacks", href: listAddress(organization, agentStack) }],
    model: {
      status: phaseShown(agentStack, status.phase ?? "Pending"),
      offers: stackOffers(objects, stack),
      builder: builderStates({ stack, needs, yaml }),
      needs: needs.map(({ metadata: { name: need }, ...one }) => ({
        metadata: { name: need },
        ...{ spec: one.spec, status: one.status },
      })),
      servers: await serversOf(objects, stack),
      runs: runEntries(organization, runs?.items ?? []),
      sections: [
        partsSection(organization, stack),
        { ...{ id: "conditions", title: "Conditions" }, conditions: status.conditions },
        await usersSection(objects, stack),
        {
          ...{ id: "profile", title: "Effective launch profile", folded: true },
          summary: "Everything that decides how a run starts, with all references resolved.",
          facts: knownFacts({ Digest: digestShown(status.snapshot) }),
          text:
            status.profile === undefined ? "It is not known yet." : JSON.stringify(status.profile, null, 2),
        },
        { ...{ id: "yaml", title: "YAML", folded: true }, text: yaml },
      ],
    },
  };
}

async function needsOf(objects: ViewerObjects, stack: string) {
  const page = await objects.listed(agentCapabilityRequirement, {
    fields: [{ field: "spec.stack", equals: true, value: stack }],
    limit: mostNeeds,
  });
  return page?.items ?? [];
}

/** The servers of the stack and of its subagents. */
async function serversOf(
  objects: ViewerObjects,
  { spec }: Resource<typeof agentStack>,
): Promise<StackModel["servers"]> {
  const names = new Set(spec.mcpServers ?? []);
  for (const subagent of spec.subagents ?? [])
    for (const name of (await objects.seen(agentSubagent, subagent))?.spec.mcpServers ?? []) names.add(name);
  const found: StackModel["servers"][number][] = [];
  for (const name of names) {
    const server = await objects.seen(agentMcpServer, name);
    if (!server) continue;
    found.push({
      server: { metadata: { name }, spec: server.spec, status: server.status },
      offers: [
        objects.rights.offer(
          {
            id: `probe-${name}`,
            word: "Ask it now",
            href: reviewAddress(objects.organization, "probe", { kind: agentMcpServer.plural, name }),
          },
          objects.rights.mayDo("probe", { name }),
        ),
      ],
    });
  }
  return found;
}

function partsSection(organization: string, { spec }: Resource<typeof agentStack>): ShownSection {
  const { adapter, memory, budget } = spec;
  return {
    ...{ id: "parts", title: "What it is made of" },
    facts: knownFacts({
      Client: `${spec.baseAgent} (${adapter.name}${adapter.version === undefined ? "" : ` ${adapter.version}`})`,
      Model: spec.model,
      Image: spec.image === undefined ? null : { code: spec.image },
      Agent: spec.agent,
      Account: objectLink(organization, agentServiceAccount, spec.runtimeIdentity),
      "Runner pool": objectLink(organization, agentRunnerPool, spec.runnerPool),
      "Tool profile": objectLink(organization, agentToolProfile, spec.toolProfile),
      "MCP servers": objectLinks(organization, agentMcpServer, spec.mcpServers),
      Skills: objectLinks(organization, agentSkill, spec.skills),
      Subagents: objectLinks(organization, agentSubagent, spec.subagents),
      "Context labels": objectLinks(organization, agentContextLabel, spec.contextLabels),
      "Workspace policy": objectLink(organization, agentWorkspacePolicy, spec.workspacePolicy),
      Memory: memory && [memory.source, memory.ref].filter((one) => one !== undefined).join(" at "),
      Secrets: spec.secrets && spec.secrets.length > 0 ? { several: [...spec.secrets] } : null,
      Budget:
        budget &&
        Object.entries(budget)
          .map(([what, value]) => `${what} ${value}`)
          .join(", "),
      "Asks a person": spec.approvalMode.replaceAll("_", " "),
      "Who may approve": spec.approvers,
      "Missing grants": spec.missingGrants,
    }),
    table: {
      columns: ["May write back", "How often", "Approval"],
      rows: (spec.writeBack ?? []).map(({ action, limit, approval }) => ({
        key: action,
        cells: [action.replaceAll("_", " "), limit, approval],
      })),
      empty: "Its runs write nothing back.",
    },
  };
}

async function usersSection(
  objects: ViewerObjects,
  { metadata: { name } }: Resource<typeof agentStack>,
): Promise<ShownSection> {
  const { organization, rights } = objects;
  const rules = await objects.listed(agentTriggerRule, {
    fields: [{ field: "spec.agentStack", equals: true, value: name }],
    limit: 100,
  });
  const where = { namespace: organization };
  return {
    ...{ id: "users", title: "Who may use it" },
    facts: knownFacts({
      "Rules that start it": objectLinks(
        organization,
        agentTriggerRule,
        rules?.items.map((one) => one.metadata.name),
      ),
    }),
    table: rightHolders(
      rights.access,
      where,
      rightsFor("dispatch", { ...where, stack: name }),
      "No role for the whole organisation gives anybody the right to dispatch it; permissions on repositories may.",
    ),
  };
}

function stackOffers(
  { organization, rights }: ViewerObjects,
  stack: Resource<typeof agentStack>,
): ActionOffer[] {
  const { name, managedByRepository } = stack.metadata;
  const { phase = "Pending", conditions = [] } = stack.status;
  const own = addressOf(organization, "objects", agentStack.plural, name);
  const wrong = conditions.find((one) => one.status === "False");
  return [
    rights.offer(
      {
        word: "Dispatch",
        href: withQuery(addressOf(organization, "agents", "dispatch", "new"), { stack: name }),
      },
      rights.mayDo("dispatch", { stack: name }),
      phase === "Blocked" || phase === "Error"
        ? {
            reason: `It is ${phase}: ${wrong?.message ?? "see its conditions"}`,
            remedy: wrong?.remedy ?? "Fix what its conditions name.",
          }
        : undefined,
    ),
    rights.offer(
      { word: "Edit", href: `${own}/edit` },
      rights.may("update", agentStack, name),
      managedByRepository
        ? {
            reason: "The repository declares this stack.",
            remedy: "Change its file by a pull request; the object's page offers to open one.",
          }
        : undefined,
    ),
    rights.offer(
      {
        word: "Pause the stack",
        href: reviewAddress(organization, "pause", {
          kind: "agentpauses",
          "spec.target.kind": agentStack.kind,
          "spec.target.name": name,
        }),
        weight: "danger",
      },
      rights.mayDo("pause", {}),
    ),
    { id: "yaml", word: "YAML and history", href: own },
  ];
}

/** What a stack's page watches. */
export const stackWatches = [
  agentStack,
  agentCapabilityRequirement,
  agentMcpServer,
  agentDispatchRun,
  agentTriggerRule,
] as const;

/** A field that names another object of the same organisation. */
export interface ReferenceField {
  /** A path of keys from the object; `[]` stands for every item of a list. */
  readonly path: `.spec.${string}`;
  /** The kind that it names. */
  readonly kind: string;
}

const field = (path: ReferenceField["path"], kind: string): ReferenceField => ({ path, kind });

/** What declared objects name, by kind: all of it has to be declared, too. */
export const referencesOf: Readonly<Record<string, readonly ReferenceField[]>> = {
  AgentStack: [
    field(".spec.runtimeIdentity", "AgentServiceAccount"),
    field(".spec.toolProfile", "AgentToolProfile"),
    field(".spec.mcpServers[]", "AgentMcpServer"),
    field(".spec.skills[]", "AgentSkill"),
    field(".spec.subagents[]", "AgentSubagent"),
    field(".spec.contextLabels[]", "AgentContextLabel"),
    field(".spec.workspacePolicy", "AgentWorkspacePolicy"),
    field(".spec.runnerPool", "AgentRunnerPool"),
    field(".spec.memory.source", "AgentMemorySource"),
    field(".spec.config[]", "AgentConfig"),
  ],
  AgentSubagent: [
    field(".spec.toolProfile", "AgentToolProfile"),
    field(".spec.mcpServers[]", "AgentMcpServer"),
    field(".spec.skills[]", "AgentSkill"),
    field(".spec.subagents[]", "AgentSubagent"),
  ],
  AgentMcpServer: [field(".spec.scope.stacks[]", "AgentStack"), field(".spec.needs.config[]", "AgentConfig")],
  AgentSkill: [field(".spec.needs.config[]", "AgentConfig")],
  AgentTriggerRule: [
    field(".spec.agentStack", "AgentStack"),
    field(".spec.contextLabels[]", "AgentContextLabel"),
  ],
  AgentRunnerPool: [field(".spec.serviceAccount", "AgentServiceAccount")],
  AgentMemorySource: [field(".spec.repository", "AgentMemoryRepository")],
  AgentConfigGrant: [field(".spec.configRef.name", "AgentConfig")],
};

const run = field(".spec.run", "AgentDispatchRun");

/** What records name, by kind: of that some may be gone already. */
export const recordReferencesOf: Readonly<Record<string, readonly ReferenceField[]>> = {
  AgentApproval: [run, field(".spec.artifact", "AgentArtifact")],
  AgentArtifact: [
    run,
    field(".spec.attempt", "AgentDispatchAttempt"),
    field(".spec.workspaceRef", "AgentWorkspace"),
  ],
  AgentCapabilityRequirement: [field(".spec.stack", "AgentStack"), field(".spec.subagent", "AgentSubagent")],
  AgentContextBundle: [run],
  AgentDispatchAttempt: [
    run,
    field(".spec.previous", "AgentDispatchAttempt"),
    field(".spec.contextBundle", "AgentContextBundle"),
    field(".spec.serviceAccount", "AgentServiceAccount"),
    field(".spec.runnerServiceAccount", "AgentServiceAccount"),
    field(".spec.runnerPool", "AgentRunnerPool"),
    field(".spec.workspaceRef", "AgentWorkspace"),
  ],
  AgentDispatchRun: [
    field(".spec.agentStack", "AgentStack"),
    field(".spec.contextLabels[]", "AgentContextLabel"),
    field(".spec.triggerRule", "AgentTriggerRule"),
    field(".spec.delivery", "WebhookDelivery"),
    field(".spec.parentRun", "AgentDispatchRun"),
    field(".spec.workspaceRef", "AgentWorkspace"),
    field(".spec.workItem", "WorkItem"),
  ],
  AgentMemorySnapshot: [run, field(".spec.repository", "AgentMemoryRepository")],
  AgentMemoryQuery: [run, field(".spec.snapshot", "AgentMemorySnapshot")],
  AgentMemoryUpdate: [run, field(".spec.repository", "AgentMemoryRepository")],
  AgentReviewArtifact: [run],
  AgentSession: [
    run,
    field(".spec.attempt", "AgentDispatchAttempt"),
    field(".spec.forkedFrom", "AgentSession"),
  ],
  AgentToolEvent: [run, field(".spec.attempt", "AgentDispatchAttempt")],
  AgentTriggerExecution: [
    field(".spec.triggerRule", "AgentTriggerRule"),
    field(".spec.delivery", "WebhookDelivery"),
    run,
  ],
  AgentWorkspace: [
    field(".spec.serviceAccount", "AgentServiceAccount"),
    field(".spec.runnerPool", "AgentRunnerPool"),
    field(".spec.policy", "AgentWorkspacePolicy"),
  ],
  WebhookDelivery: [field(".spec.replayOf", "WebhookDelivery")],
  WorkItem: [field(".spec.parent", "WorkItem"), field(".spec.runs[]", "AgentDispatchRun")],
  WorkItemWorkspaceLink: [field(".spec.workItem", "WorkItem"), field(".spec.workspace", "AgentWorkspace")],
  WorkItemSessionLink: [field(".spec.workItem", "WorkItem"), field(".spec.session", "AgentSession")],
};

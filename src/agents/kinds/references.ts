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

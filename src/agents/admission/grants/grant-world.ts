import type { agentConfigGrant } from "../../kinds/config/agent-config-grant.ts";
import type { agentMcpServer } from "../../kinds/config/agent-mcp-server.ts";
import type { agentSecretGrant } from "../../kinds/config/agent-secret-grant.ts";
import type { agentServiceAccount } from "../../kinds/config/agent-service-account.ts";
import type { agentSkill } from "../../kinds/config/agent-skill.ts";
import type { agentStack } from "../../kinds/config/agent-stack.ts";
import type { agentSubagent } from "../../kinds/config/agent-subagent.ts";
import type { agentToolProfile } from "../../kinds/config/agent-tool-profile.ts";
import type { Declared } from "../../resource/resource.ts";

export type Stack = Declared<typeof agentStack>;
export type SecretGrant = Declared<typeof agentSecretGrant>;
export type ConfigGrant = Declared<typeof agentConfigGrant>;
export type AccessGrant = SecretGrant | ConfigGrant;

/** The objects of one organisation that say what a stack needs, and who is given it. */
export interface GrantWorld {
  readonly mcpServers: readonly Declared<typeof agentMcpServer>[];
  readonly skills: readonly Declared<typeof agentSkill>[];
  readonly toolProfiles: readonly Declared<typeof agentToolProfile>[];
  readonly subagents: readonly Declared<typeof agentSubagent>[];
  readonly serviceAccounts: readonly Declared<typeof agentServiceAccount>[];
  readonly secretGrants: readonly SecretGrant[];
  readonly configGrants: readonly ConfigGrant[];
  /** The names of the sealed secrets that there are. */
  readonly secrets: readonly string[];
  /** The names of the configs that there are. */
  readonly configs: readonly string[];
}

/** The object of a name, where there is one. */
export function objectNamed<One extends Declared>(
  objects: readonly One[],
  name: string | undefined,
): One | undefined {
  return objects.find(({ metadata }) => metadata.name === name);
}

/** A grant, as reasons name it. */
export function grantName({ kind, metadata: { name } }: AccessGrant): string {
  return `${kind === "AgentSecretGrant" ? "agentsecretgrants" : "agentconfiggrants"}/${name}`;
}

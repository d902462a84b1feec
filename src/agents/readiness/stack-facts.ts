import type { z } from "zod";
import type { KnownObject } from "../admission/decision/admission-snapshot.ts";
import type { agentContextLabel } from "../kinds/config/agent-context-label.ts";
import type { agentMcpServer } from "../kinds/config/agent-mcp-server.ts";
import type { agentMemoryRepository } from "../kinds/config/agent-memory-repository.ts";
import type { agentMemorySource } from "../kinds/config/agent-memory-source.ts";
import type { agentServiceAccount } from "../kinds/config/agent-service-account.ts";
import type { agentStack } from "../kinds/config/agent-stack.ts";
import type { agentWorkspacePolicy } from "../kinds/config/agent-workspace-policy.ts";
import type { Declared } from "../resource/resource.ts";

type StackStatus = z.output<typeof agentStack.status>;
/** What a client of one version was seen to do. */
export type SeenClient = NonNullable<StackStatus["client"]>;
/** What the gate said of one image. */
export type SeenImage = NonNullable<StackStatus["identity"]>;
export type AdapterName = z.output<typeof agentStack.spec>["adapter"]["name"];

/** Why something could not be seen here and now. */
export interface Unseen {
  /** Without a full stop. */
  readonly message: string;
  /** What to do, in a sentence. */
  readonly remedy: string;
}

/** The row of an MCP server as a stack's agent has it; no secret is in it. */
export interface ServerRow {
  readonly digest: string;
  /** As the row has it: `stdio`, `http`, `streamable-http`, `sse` or `ws`. */
  readonly type: string;
  /** The secrets that its placeholders name. */
  readonly secrets: readonly string[];
}

/** What the files of a skill came to. */
export interface SkillFacts {
  /** The digest of its files; left out where no row has any. */
  readonly digest?: string | undefined;
  readonly description?: string | undefined;
  readonly problems: readonly Unseen[];
}

/** The agent of the config database that a stack names. */
export interface AgentFacts {
  readonly runtime: string;
  /** The adapter that runs the client of that runtime. */
  readonly adapter: AdapterName;
}

/** How long what was seen counts, in milliseconds. MCP servers say it themselves (`health.interval`). */
export interface FactAges {
  /** A client whose version is not pinned; one version does the same for ever. */
  readonly client: number;
  /** The gate's answer for an image. */
  readonly image: number;
  /** When a stack is looked at again though nothing has told of a change: secrets and config rows tell nobody. */
  readonly recheck: number;
}

const minute = 60_000;
export const usualFactAges: FactAges = { client: 1440 * minute, image: 1440 * minute, recheck: 15 * minute };

/** Everything that is known of a stack besides what admission looks at. Names of objects are those of its organisation. */
export interface StackFacts {
  readonly ages: FactAges;
  /** Sightings of clients, of whatever stack and time, and those that Identikit ships: what is asked decides which counts. */
  readonly clients: readonly SeenClient[];
  /** Why the client could not be asked this time. */
  readonly clientUnseen?: Unseen | undefined;
  readonly image?: SeenImage | undefined;
  readonly imageUnseen?: Unseen | undefined;
  /** The digest of the template's identity now; left out where it cannot be read here. */
  readonly treeDigest?: string | undefined;
  /** Left out where the stack names no agent, or one that there is not. */
  readonly agent?: AgentFacts | undefined;
  readonly serverRows: ReadonlyMap<string, ServerRow>;
  readonly skills: ReadonlyMap<string, SkillFacts>;
  readonly mcpServers: readonly KnownObject<typeof agentMcpServer>[];
  readonly serviceAccounts: readonly KnownObject<typeof agentServiceAccount>[];
  readonly contextLabels: readonly Declared<typeof agentContextLabel>[];
  readonly workspacePolicies: readonly Declared<typeof agentWorkspacePolicy>[];
  readonly memorySources: readonly Declared<typeof agentMemorySource>[];
  readonly memoryRepositories: readonly Declared<typeof agentMemoryRepository>[];
}

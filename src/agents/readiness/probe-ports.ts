import type { z } from "zod";
import type { Json } from "../../config/schema/agent-config.ts";
import type { FileTree } from "../../tree/file-tree.ts";
import type { agentSkill } from "../kinds/config/agent-skill.ts";
import type { agentStack } from "../kinds/config/agent-stack.ts";
import type { AdapterName, SeenClient, SeenImage, SkillFacts, Unseen } from "./stack-facts.ts";

/** What came of looking at something outside: a fact, or why there is none. */
export type Sighting<Fact> = { readonly fact: Fact } | { readonly unseen: Unseen };

/** The programs that run agents. */
export interface ClientSource {
  /** What is known of clients without asking any: those versions whose capabilities come with Identikit. */
  readonly known: readonly SeenClient[];
  /** The adapter that runs the client of an agent's runtime. */
  adapterOf(runtime: string): AdapterName;
  /** Asks the program that is here. It never throws but for the signal. */
  look(
    adapter: z.output<typeof agentStack.spec>["adapter"],
    signal: AbortSignal,
  ): Promise<Sighting<Omit<SeenClient, "of" | "seenAt">>>;
}

/** An MCP server that is to be asked. */
export interface ServerQuestion {
  readonly name: string;
  readonly transport: "stdio" | "http" | "sse";
  /** The config row, with placeholders for secrets. */
  readonly content: Json;
  /** The secrets that may be filled in: what is granted, and nothing else. */
  readonly secrets: readonly string[];
  readonly timeoutMs: number;
}

/** What a server says of itself, without secrets that it was given. */
export interface ServerAnswer {
  readonly serverName: string;
  readonly serverVersion: string;
  readonly protocolVersion: string;
  readonly tools: readonly { readonly name: string; readonly description?: string | undefined }[];
  /** The digest of the whole list, with what each tool takes. */
  readonly toolsDigest: string;
}

/** MCP servers. */
export interface ServerSource {
  /** Asks once: `initialize` and `tools/list`. `unhealthy` is a server that was reached, or should have been, and did not do well. */
  ask(
    question: ServerQuestion,
    signal: AbortSignal,
  ): Promise<Sighting<ServerAnswer> | { readonly unhealthy: Unseen }>;
}

/** What is wrong with the files of a skill, and what it says of itself. */
export interface SkillSource {
  examine(
    name: string,
    format: z.output<typeof agentSkill.spec>["format"],
    files: FileTree,
  ): Pick<SkillFacts, "description" | "problems">;
}

/** The gate, for images that stacks name by digest. */
export interface ImageProof {
  /** The digest of the template's identity now; nothing where it cannot be read here. */
  treeDigest(signal: AbortSignal): Promise<string | undefined>;
  prove(
    image: string,
    signal: AbortSignal,
  ): Promise<Sighting<Pick<SeenImage, "verdict" | "treeDigest" | "message">>>;
}

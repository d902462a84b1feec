import type { z } from "zod";
import type { needs } from "../../kinds/config/agent-mcp-server.ts";
import type { grantSubject } from "../../kinds/config/grant-fields.ts";
import { type GrantWorld, objectNamed, type Stack } from "./grant-world.ts";

/** What a secret or config may be used for. */
export type Purpose = "model" | "tool" | "mcp" | "skill";

/** One secret or config that a stack cannot do without. */
export interface Need {
  readonly need: "secret" | "config";
  readonly name: string;
  readonly purpose: Purpose;
  /** What needs it. */
  readonly requiredBy: { readonly kind: CarrierKind; readonly name: string };
  /** The subagent for which it is needed; none where the stack's own agent needs it. */
  readonly subagent?: string;
}
export type CarrierKind = Extract<
  z.output<typeof grantSubject>["kind"],
  "AgentStack" | "AgentMcpServer" | "AgentSkill" | "AgentToolProfile"
>;

/** A name in a stack that leads nowhere, or to what the stack may not use. */
export interface BrokenReference {
  readonly object: string;
  readonly how: "missing" | "outOfScope";
  /** What names it. */
  readonly from: string;
}

export interface StackNeeds {
  readonly needs: readonly Need[];
  readonly broken: readonly BrokenReference[];
}

interface Carrier {
  readonly from: string;
  readonly subagent?: string;
  readonly toolProfile?: string | undefined;
  readonly mcpServers?: readonly string[] | undefined;
  readonly skills?: readonly string[] | undefined;
}

/**
 * Everything that a stack needs: its own secrets and configs (for the model and the client), and what its tool profile, MCP servers and
 * skills need, and those of its subagents, each subagent once. What two of them need is needed twice, as a grant may be for one of them.
 */
export function needsOf(stack: Stack, world: GrantWorld): StackNeeds {
  const broken: BrokenReference[] = [];
  const own = ownNeeds({ kind: "AgentStack", name: stack.metadata.name }, "model", stack.spec);
  const carriers = [stackCarrier(stack), ...subagentCarriers(stack, world, broken)];
  const needs = carriers.flatMap((carrier) => carriedNeeds(carrier, stack.metadata.name, world, broken));
  return { needs: [...own, ...needs], broken };
}

function stackCarrier({ metadata: { name }, spec }: Stack): Carrier {
  const { toolProfile, mcpServers, skills } = spec;
  return { from: `agentstacks/${name}`, toolProfile, mcpServers, skills };
}

function subagentCarriers(stack: Stack, world: GrantWorld, broken: BrokenReference[]): Carrier[] {
  const carriers = new Map<string, Carrier>();
  const open = (stack.spec.subagents ?? []).map((name) => ({
    name,
    from: `agentstacks/${stack.metadata.name}`,
  }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { name, from } = next;
    if (carriers.has(name)) continue;
    const subagent = objectNamed(world.subagents, name);
    const here = `agentsubagents/${name}`;
    if (!subagent) {
      broken.push({ object: here, how: "missing", from });
      continue;
    }
    const { toolProfile, mcpServers, skills, subagents = [] } = subagent.spec;
    carriers.set(name, { from: here, subagent: name, toolProfile, mcpServers, skills });
    open.push(...subagents.map((one) => ({ name: one, from: here })));
  }
  return [...carriers.values()];
}

function carriedNeeds(carrier: Carrier, stack: string, world: GrantWorld, broken: BrokenReference[]): Need[] {
  const { from, toolProfile, mcpServers = [], skills = [] } = carrier;
  const found: Need[] = [];
  const take = (
    kind: CarrierKind,
    purpose: Purpose,
    name: string,
    object: { spec: { needs?: z.output<typeof needs> | undefined } } | undefined,
    plural: string,
  ) => {
    if (object) found.push(...ownNeeds({ kind, name }, purpose, object.spec.needs ?? {}, carrier.subagent));
    else broken.push({ object: `${plural}/${name}`, how: "missing", from });
  };
  if (toolProfile !== undefined)
    take(
      "AgentToolProfile",
      "tool",
      toolProfile,
      objectNamed(world.toolProfiles, toolProfile),
      "agenttoolprofiles",
    );
  for (const name of mcpServers) {
    const server = objectNamed(world.mcpServers, name);
    const { stacks } = server?.spec.scope ?? {};
    if (stacks && !stacks.includes(stack))
      broken.push({ object: `agentmcpservers/${name}`, how: "outOfScope", from });
    take("AgentMcpServer", "mcp", name, server, "agentmcpservers");
  }
  for (const name of skills)
    take("AgentSkill", "skill", name, objectNamed(world.skills, name), "agentskills");
  return found;
}

function ownNeeds(
  requiredBy: Need["requiredBy"],
  purpose: Purpose,
  { secrets = [], config = [] }: z.output<typeof needs>,
  subagent?: string,
): Need[] {
  const common = { purpose, requiredBy, ...(subagent === undefined ? {} : { subagent }) };
  return [
    ...[...new Set(secrets)].map((name) => ({ need: "secret" as const, name, ...common })),
    ...[...new Set(config)].map((name) => ({ need: "config" as const, name, ...common })),
  ];
}

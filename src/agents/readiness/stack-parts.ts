import type { AdmissionSnapshot, KnownObject } from "../admission/decision/admission-snapshot.ts";
import { type GrantWorld, objectNamed, type Stack } from "../admission/grants/grant-world.ts";
import type { agentStack } from "../kinds/config/agent-stack.ts";
import type { agentSubagent } from "../kinds/config/agent-subagent.ts";
import type { agentToolProfile } from "../kinds/config/agent-tool-profile.ts";
import type { Declared } from "../resource/resource.ts";
import type { StackFacts } from "./stack-facts.ts";

export type StackObject = Pick<KnownObject<typeof agentStack>, "kind" | "spec" | "status"> & {
  readonly metadata: Stack["metadata"] & { readonly generation?: number };
};

/** A stack with all that is known of it. */
export interface StackView {
  readonly stack: StackObject;
  readonly snapshot: AdmissionSnapshot;
  readonly facts: StackFacts;
  /** Its agents: {@link stackUsers}. */
  readonly users: readonly StackUser[];
}

/** An agent of a stack, and what it uses. */
export interface StackUser {
  /** Such as `agentsubagents/log-reader`. */
  readonly object: string;
  readonly subagent?: Declared<typeof agentSubagent> | undefined;
  readonly toolProfile?: Declared<typeof agentToolProfile> | undefined;
  readonly mcpServers: readonly string[];
  readonly skills: readonly string[];
}

export function viewStack(stack: StackObject, snapshot: AdmissionSnapshot, facts: StackFacts): StackView {
  return { stack, snapshot, facts, users: stackUsers(stack, snapshot.grants) };
}

/** The agents of a stack, the stack's own first, then its subagents by name, each once; names that lead nowhere are left out. */
export function stackUsers(stack: Pick<StackObject, "metadata" | "spec">, grants: GrantWorld): StackUser[] {
  const own = objectNamed(grants.toolProfiles, stack.spec.toolProfile);
  const found = new Map<string, StackUser>();
  const open = [...(stack.spec.subagents ?? [])];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const subagent = objectNamed(grants.subagents, name);
    if (!subagent || found.has(name)) continue;
    const { toolProfile, mcpServers = [], skills = [], subagents: further = [] } = subagent.spec;
    // A subagent without a profile of its own has the stack's.
    const profile = toolProfile === undefined ? own : objectNamed(grants.toolProfiles, toolProfile);
    found.set(name, { object: `agentsubagents/${name}`, subagent, toolProfile: profile, mcpServers, skills });
    open.push(...further);
  }
  const { mcpServers = [], skills = [] } = stack.spec;
  const main = { object: `agentstacks/${stack.metadata.name}`, toolProfile: own, mcpServers, skills };
  return [main, ...[...found].sort(byName).map(([, user]) => user)];
}

/** Names that any agent of a stack uses, each once, in byte order. */
export function namesUsed({ users }: Pick<StackView, "users">, field: "mcpServers" | "skills"): string[] {
  return [...new Set(users.flatMap((user) => user[field]))].sort();
}

/** Milliseconds since something was seen. */
export function ageOf(seenAt: string, { now }: Pick<AdmissionSnapshot, "now">): number {
  return Date.parse(now) - Date.parse(seenAt);
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

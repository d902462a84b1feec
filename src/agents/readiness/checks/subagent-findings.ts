import { objectNamed } from "../../admission/grants/grant-world.ts";
import { missingReference, type ReadinessFinding, readinessFinding } from "../readiness-finding.ts";
import type { StackView } from "../stack-parts.ts";

/** Whether each subagent exists, and no chain of them leads back; whether the client takes them is found with its capabilities. */
export function subagentFindings({ stack, snapshot, users }: StackView): ReadinessFinding[] {
  const type = "SubagentsValid";
  const { subagents } = snapshot.grants;
  const callers = [
    { object: `agentstacks/${stack.metadata.name}`, names: stack.spec.subagents ?? [] },
    ...users.flatMap(({ object, subagent }) =>
      subagent ? [{ object, names: subagent.spec.subagents ?? [] }] : [],
    ),
  ];
  const missing = callers.flatMap(({ object, names }) =>
    names
      .filter((name) => !objectNamed(subagents, name))
      .map((name) => missingReference(type, `agentsubagents/${name}`, object)),
  );
  const next = new Map(
    users.flatMap(({ subagent }) =>
      subagent ? [[subagent.metadata.name, (subagent.spec.subagents ?? []).toSorted()]] : [],
    ),
  );
  const circle = circleIn(next);
  if (!circle) return missing;
  const chain = [...circle, circle[0]].join(" -> ");
  return [
    ...missing,
    readinessFinding(
      type,
      "SubagentCycle",
      `subagents lead back to themselves: ${chain}`,
      `Take one of them out of subagents of another: ${chain}.`,
    ),
  ];
}

/** The first circle, from its first name in byte order; nothing where there is none. */
function circleIn(next: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (name: string): string[] | undefined => {
    const at = path.indexOf(name);
    if (at !== -1) return path.slice(at);
    if (done.has(name)) return undefined;
    path.push(name);
    for (const other of next.get(name) ?? []) {
      const found = visit(other);
      if (found) return found;
    }
    path.pop();
    done.add(name);
    return undefined;
  };
  for (const name of [...next.keys()].sort()) {
    const found = visit(name);
    if (found) return found;
  }
  return undefined;
}

import { sep } from "node:path";
import type { Kind } from "../../../src/agents/kinds/kind.ts";
import { SqlWriter } from "../../../src/agents/store/sql-writer.ts";
import { house } from "../../architecture/rooms.ts";

/**
 * The phases and conditions that the program itself brings objects into while the tests of a file run, such as `AgentStack phase Ready` and
 * `AgentStack condition McpHealthy`. What a test writes, to set up what it needs, does not count: the statement that asks the store to
 * write has to stand in `src`.
 */
export function recordReached(): ReadonlySet<string> {
  const reached = new Set<string>();
  const { create, setStatus } = SqlWriter.prototype;
  const note = (kind: Kind, status: object | undefined, before: object | undefined) => {
    const known = new Set(namesOf(kind, before));
    for (const one of namesOf(kind, status)) if (!known.has(one)) reached.add(one);
  };
  SqlWriter.prototype.create = function (kind, object, status) {
    if (isAskedBySource(new Error("who asks"))) note(kind, status, undefined);
    return create.call(this, kind, object, status) as never;
  };
  SqlWriter.prototype.setStatus = async function (kind, key, status, expected) {
    const before = isAskedBySource(new Error("who asks")) ? await this.get(kind, key) : undefined;
    if (before) note(kind, status, before.status);
    return (await setStatus.call(this, kind, key, status, expected)) as never;
  };
  return reached;
}

/** All that a kind has of phases and conditions. */
export function everythingOf(kind: Kind): string[] {
  return [
    ...Object.keys(kind.phases ?? {}).map((phase) => `${kind.kind} phase ${phase}`),
    ...Object.keys(kind.conditions ?? {}).map((type) => `${kind.kind} condition ${type}`),
  ];
}

function namesOf({ kind }: Kind, status: object = {}): string[] {
  const { phase, conditions = [] } = status as { phase?: string; conditions?: { type: string }[] };
  return [
    ...(phase === undefined ? [] : [`${kind} phase ${phase}`]),
    ...conditions.map(({ type }) => `${kind} condition ${type}`),
  ];
}

/** Whether the caller of the store, the first frame behind where the trace begins, is a file of the program. */
function isAskedBySource({ stack = "" }: Error): boolean {
  const [, , caller = ""] = stack.split("\n");
  return caller.includes(`${house}${sep}src${sep}`);
}

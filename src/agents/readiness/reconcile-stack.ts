import type { ControlResult } from "../control/controller.ts";
import { agentStack } from "../kinds/config/agent-stack.ts";
import { wantedRequirements } from "./capability-requirements.ts";
import { gatherStackFacts } from "./gather-facts.ts";
import { recordRequirements } from "./record-requirements.ts";
import type { StackControllerPorts } from "./stack-controller-ports.ts";
import { viewStack } from "./stack-parts.ts";
import { stackStatus } from "./stack-status.ts";
import type { StackWorld } from "./stack-world.ts";

/** What keeps a stack from being dispatched may have gone without a word, as when a secret was set. */
const unreadyAgainMs = 30_000;

/** Says in a stack's status whether it can be dispatched, and records what it needs; both in one transaction. */
export async function reconcileStack(
  name: string,
  world: StackWorld,
  ports: StackControllerPorts,
  signal: AbortSignal,
): Promise<ControlResult> {
  const { organization: namespace, snapshot, objects } = world;
  const key = { namespace, name };
  const stack = objects.stacks.find(({ metadata }) => metadata.name === name);
  if (!stack) {
    await ports.store.write((writer) => recordRequirements(writer, key, []));
    return {};
  }
  const facts = await gatherStackFacts(stack, world, ports, signal);
  const status = stackStatus(stack, snapshot, facts);
  const wanted = wantedRequirements(viewStack(stack, snapshot, facts));
  await ports.store.write(async (writer) => {
    const { resourceVersion } = stack.metadata;
    await writer.setStatus(agentStack, key, status, { resourceVersion });
    await recordRequirements(writer, key, wanted);
  });
  const isReady = status.phase === "Ready" || status.phase === "Warning";
  return { againMs: Math.min(isReady ? ports.ages.recheck : unreadyAgainMs, untilNextEnd(world)) };
}

/** Milliseconds until the next grant ends: what it gave is missing then. */
function untilNextEnd({ snapshot: { grants, now } }: StackWorld): number {
  const ends = [...grants.secretGrants, ...grants.configGrants].flatMap(({ spec: { expires } }) => {
    const left = expires === undefined ? 0 : Date.parse(expires) - Date.parse(now);
    return left > 0 ? [left] : [];
  });
  return Math.min(Number.MAX_SAFE_INTEGER, ...ends);
}

import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { certain } from "../../fault/certain.ts";
import type { Actor } from "../kinds/actor.ts";
import { agentAction } from "../kinds/record/agent-action.ts";
import { agentPause } from "../kinds/record/agent-pause.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceStore } from "../resource/resource-store.ts";
import { derivedName } from "../triggers/derived-name.ts";
import { settlePause } from "./settle-pause.ts";

/** What somebody stops. */
export interface PauseOrder {
  readonly namespace: string;
  readonly target: z.output<typeof agentPause.spec>["target"];
  readonly reason: string;
  readonly by: Actor;
  /** RFC 3339. */
  readonly until?: string | undefined;
}

/**
 * Stops something at once: the pause is written, with who asked for it, and carried out before this returns. There is one pause for a target
 * that is made in this way: another order gives it another reason and end.
 * @throws {IdentikitError} `RESOURCE_INVALID` for what is no target, reason or time
 */
export async function setPause(
  store: ResourceStore,
  { namespace, target, reason, by, until }: PauseOrder,
  now: Date,
  signal: AbortSignal,
): Promise<Resource<typeof agentPause>> {
  const time = now.toISOString();
  const key = { namespace, name: derivedName("p", target.kind, target.name.toLowerCase()) };
  const end = until === undefined ? {} : { until };
  await store.write(async (writer) => {
    const before = await writer.hold(agentPause, key);
    const spec = { target, reason, by, ...end, since: before?.spec.since ?? time };
    const declared = { kind: agentPause.kind, metadata: key, spec };
    await (before ? writer.update(agentPause, declared) : writer.create(agentPause, declared));
    const asked = { target: { kind: agentPause.kind, name: key.name }, action: "pause" as const, actor: by };
    const metadata = { namespace, name: `a-${randomUUID()}` };
    const action = { ...asked, arguments: { ...target, reason, ...end }, via: "command" as const, time };
    await writer.create(agentAction, { kind: agentAction.kind, metadata, spec: action }, { phase: "Done" });
  });
  await settlePause(store, key, now, signal);
  const pause = await store.read((reader) => reader.get(agentPause, key));
  return certain(pause);
}

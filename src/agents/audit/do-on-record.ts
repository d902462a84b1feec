import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { asFault } from "../../fault/error.ts";
import { agentAction } from "../kinds/record/agent-action.ts";
import type { ResourceStore } from "../resource/resource-store.ts";

type ActionSpec = z.output<typeof agentAction.spec>;

/** What somebody asked for, who may have it done: that was asked before. */
export interface RecordedWork extends Pick<ActionSpec, "target" | "action" | "actor" | "via" | "arguments"> {
  readonly namespace: string;
}

/**
 * Does something that somebody asked for, and keeps on record that they did. The record is there before the work begins, so nothing is done
 * that is on no record; afterwards it says Done, or Failed with the code.
 * @param work gives its result, and what came of it in a sentence
 * @throws {IdentikitError} whatever the work throws
 */
export async function doOnRecord<Result>(
  store: ResourceStore,
  { namespace, ...asked }: RecordedWork,
  now: () => Date,
  work: () => Promise<{ readonly result: Result; readonly says: string }>,
): Promise<Result> {
  const metadata = { namespace, name: `a-${randomUUID()}` };
  const spec = agentAction.spec.parse({ ...asked, time: now().toISOString() });
  await store.write((writer) =>
    writer.create(agentAction, { kind: agentAction.kind, metadata, spec }, { phase: "Admitted" }),
  );
  const end = (status: z.output<typeof agentAction.status>) =>
    store.write((writer) => writer.setStatus(agentAction, metadata, status));
  try {
    const { result, says } = await work();
    await end({ phase: "Done", result: says.slice(0, 4000) });
    return result;
  } catch (thrown) {
    const { code, message } = asFault(thrown);
    await end({ phase: "Failed", code, message: message.slice(0, 4000) });
    throw thrown;
  }
}

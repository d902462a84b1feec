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

/** What came of work that is on record. */
export interface RecordedResult<Result> {
  readonly result: Result;
  /** The record, where the work is done and the record could not be closed: it still says Admitted. */
  readonly openRecord?: string;
}

export interface RecordServices {
  readonly store: ResourceStore;
  readonly now: () => Date;
  /** Given why a record could not be closed. */
  readonly onUnclosed: (thrown: unknown) => void;
}

/**
 * Does something that somebody asked for, and keeps on record that they did. The record is there before the work begins, so nothing is done
 * that is on no record; afterwards it says Done, or Failed with the code. What the work came to is the answer, also where the record cannot
 * be closed: an error would make its sender do again what is done.
 * @param work gives its result, and what came of it in a sentence
 * @throws {IdentikitError} whatever the work throws, or the store before the work begins
 */
export async function doOnRecord<Result>(
  { store, now, onUnclosed }: RecordServices,
  { namespace, ...asked }: RecordedWork,
  work: () => Promise<{ readonly result: Result; readonly says: string }>,
): Promise<RecordedResult<Result>> {
  const metadata = { namespace, name: `a-${randomUUID()}` };
  const spec = agentAction.spec.parse({ ...asked, time: now().toISOString() });
  await store.write((writer) =>
    writer.create(agentAction, { kind: agentAction.kind, metadata, spec }, { phase: "Admitted" }),
  );
  const close = (status: z.output<typeof agentAction.status>): Promise<boolean> =>
    store
      .write((writer) => writer.setStatus(agentAction, metadata, status))
      .then(
        () => true,
        (thrown: unknown) => {
          onUnclosed(thrown);
          return false;
        },
      );
  const { result, says } = await work().catch(async (thrown: unknown) => {
    const { code, message } = asFault(thrown);
    await close({ phase: "Failed", code, message: message.slice(0, 4000) });
    throw thrown;
  });
  const isClosed = await close({ phase: "Done", result: says.slice(0, 4000) });
  return { result, ...(isClosed ? {} : { openRecord: metadata.name }) };
}

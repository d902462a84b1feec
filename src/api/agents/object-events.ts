import type { Kind } from "../../agents/kinds/kind.ts";
import { agentToolEvent } from "../../agents/kinds/record/agent-tool-event.ts";
import type { ResourceStore } from "../../agents/resource/resource-store.ts";
import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { objectForm } from "../kubernetes/object-form.ts";
import type { SharedTexts } from "../shared-texts.ts";

const heartbeatMs = 15_000;
const retryMs = 2_000;

/**
 * The objects of some kinds as server-sent events (HTML Living Standard, 9.2): each object that is there as ADDED, then SYNC, then every
 * change; `id` is the resourceVersion, which a client sends back as `Last-Event-ID` to go on without a gap. GONE says that changes since
 * are no longer kept: the client starts again.
 * @param options.texts what others are told as well
 * @param options.attempt of the events of attempts those of this attempt only; without `after` they are told from now on
 */
export async function* objectEvents(
  store: ResourceStore,
  kinds: readonly Kind[],
  namespace: string,
  {
    after,
    attempt,
    signal,
    texts,
  }: {
    readonly after?: string | undefined;
    readonly attempt?: string | undefined;
    readonly signal: AbortSignal;
    readonly texts: SharedTexts;
  },
): AsyncGenerator<string | Uint8Array, void> {
  yield `retry: ${retryMs}\n\n`;
  let version = after;
  if (version === undefined) {
    const there = await store.read(async (reader) => {
      const { resourceVersion } = await reader.list(certain(kinds[0]), { namespace, limit: 1 });
      const objects = await Promise.all(
        kinds
          .filter((kind) => kind !== agentToolEvent)
          .map((kind) => Array.fromAsync(reader.each(kind, { namespace }))),
      );
      return { resourceVersion, objects: objects.flat() };
    });
    for (const object of there.objects)
      yield eventText("ADDED", object.metadata.resourceVersion, objectForm(object));
    version = there.resourceVersion;
    yield eventText("SYNC", version, {});
  }
  const changes = store.watch(kinds, version, { namespace, attempt, signal })[Symbol.asyncIterator]();
  try {
    for (let next = changes.next(); !signal.aborted; ) {
      const first = await orQuiet(next);
      if (first === "quiet") {
        yield "event: HEARTBEAT\ndata: {}\n\n";
        continue;
      }
      if (first.done) return;
      const change = first.value;
      if (change.type === "BOOKMARK") yield eventText("BOOKMARK", change.resourceVersion, {});
      else {
        const { type, object } = change;
        const text = () => eventText(type, object.metadata.resourceVersion, objectForm(object));
        yield texts.of(object, `event ${type}`, text);
      }
      next = changes.next();
    }
  } catch (caught) {
    if (!(caught instanceof IdentikitError && caught.code === "WATCH_TOO_OLD")) throw caught;
    yield eventText("GONE", version, { code: caught.code, message: caught.message, remedy: caught.remedy });
  } finally {
    void changes.return(undefined);
  }
}

/** What comes first: a result, or the time for a sign of life. Each change passes here for each who listens, so nothing is thrown to end the wait. */
async function orQuiet<Result>(result: Promise<Result>): Promise<Result | "quiet"> {
  const { promise: quiet, resolve } = Promise.withResolvers<"quiet">();
  const silence = setTimeout(() => resolve("quiet"), heartbeatMs);
  try {
    return await Promise.race([result, quiet]);
  } finally {
    clearTimeout(silence);
  }
}

function eventText(type: string, id: string, data: object): string {
  return `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

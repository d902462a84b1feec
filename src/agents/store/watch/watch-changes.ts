import { IdentikitError } from "../../../fault/error.ts";
import type { Kind } from "../../kinds/kind.ts";
import type { Bookmark, ResourceChange, WatchOptions } from "../../resource/resource-store.ts";
import { changeFor } from "./change-for.ts";
import type { ChangeHub } from "./change-hub.ts";
import type { ChangePage } from "./read-changes.ts";

/** Changes of others that are passed over before who watches is told that they were. */
const passedOver = 1000;

/**
 * The changes after a version, and those to come, for one who watches. It ends with the signal.
 * @throws {IdentikitError} `WATCH_TOO_OLD` where changes since then are no longer kept, also for one who falls behind so far
 */
export async function* watchChanges(
  hub: ChangeHub,
  kinds: readonly Kind[],
  after: string,
  options: WatchOptions,
): AsyncGenerator<ResourceChange | Bookmark, void> {
  const { signal } = options;
  using _ = hub.join();
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  let at = parseVersion(after);
  let told = at;
  for (let isFirst = true; !signal.aborted; ) {
    const page = await hub.after(at);
    told = Math.max(told, yield* pageFor(hub, byName, page, at, options));
    if (page.upTo - told >= passedOver) {
      told = page.upTo;
      yield bookmark(told);
    }
    if (page.upTo > at) at = page.upTo;
    else if (isFirst) {
      isFirst = false;
      // What was there when the watch began has been told.
      yield bookmark(at);
    } else await hub.until(at, signal);
  }
}

/** The changes of a page that are told. @returns the version of the last of them, or what was given */
async function* pageFor(
  hub: ChangeHub,
  kinds: ReadonlyMap<string, Kind>,
  { changes }: ChangePage,
  after: number,
  options: WatchOptions,
): AsyncGenerator<ResourceChange, number> {
  let [at, told] = [after, after];
  for (const change of changes) {
    if (options.signal.aborted) return told;
    const kind = kinds.get(change.kind);
    const found = kind ? await changeFor(hub, kind, change, at, options) : [];
    yield* found;
    at = change.version;
    if (found.length > 0) told = at;
  }
  return told;
}

function bookmark(version: number): Bookmark {
  return { type: "BOOKMARK", resourceVersion: String(version) };
}

function parseVersion(text: string): number {
  const version = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(version)) return version;
  throw new IdentikitError(
    "WATCH_TOO_OLD",
    `${JSON.stringify(text.slice(0, 40))} is not a version to watch from`,
    {
      remedy: "List the objects, and watch from the resourceVersion of that list.",
    },
  );
}

import type { ConfigDatabase } from "../../config/database.ts";
import { certain } from "../../fault/certain.ts";
import type { DispatchRun } from "../dispatch/run-status.ts";
import { type Outbox, readOutbox } from "../outbox/outbox-text.ts";
import type { BundleKeysOf } from "../run-bundle/bundle-key.ts";
import { type ProvenRun, readBundle } from "../run-bundle/read-bundle.ts";
import type { RunBundle } from "../run-bundle/run-bundle.ts";
import { BlobStore, type DigestedContent } from "../store/blobs/blob-store.ts";
import type { SqlStore } from "../store/sql-store.ts";
import { bundleAttempt } from "./bundle-attempt.ts";
import { type MemoryPorts, memoryUpdates } from "./memory-updates.ts";
import { recordResult } from "./record-result.ts";
import { readKinds, readRunEvents, readTreePatch } from "./result-parts.ts";

export interface ResultServices extends MemoryPorts {
  readonly database: ConfigDatabase;
  readonly store: SqlStore;
  readonly now: () => Date;
  readonly bundleKeys: BundleKeysOf;
}

/** What came of a bundle. */
export interface TakenIn {
  readonly bundle: RunBundle;
  readonly run: DispatchRun;
  /** False where it was taken in before: nothing has changed. */
  readonly isNew: boolean;
  readonly outbox: Outbox;
}

/** Events that are stored in one transaction. */
const eventsAtOnce = 500;
/** Content that is stored in one transaction, in bytes and pieces. */
const blobsAtOnce = { bytes: 4 * 1024 * 1024, count: 200 } as const;

/**
 * Takes in what a runner brings back of an attempt: content and events first, which nobody looks at before the attempt has reported, then
 * everything else in one transaction. Broken off anywhere and begun again, it comes to the same; a bundle that was taken in changes
 * nothing.
 * @throws {IdentikitError} `RUN_BUNDLE_INVALID`, `ATTEMPT_UNKNOWN`, `ATTEMPT_REPORTED`, `EVENT_CONFLICT`, and the faults of the database
 */
export async function takeInBundle(
  services: ResultServices,
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<TakenIn> {
  const { store, database, bundleKeys } = services;
  const taker = new ContentTaker(database, signal, (proven) =>
    store.read(async (reader) => (await bundleAttempt(reader, proven)).isReported),
  );
  const proven = await readBundle(chunks, bundleKeys, taker);
  await taker.flush();
  const { run: bundle } = proven;
  const contentOf = (kind: (typeof readKinds)[number]) => {
    const part = bundle.parts.find((one) => one.kind === kind);
    return part && taker.read.get(part.digest);
  };
  const [patchBytes, eventBytes, outboxBytes] = [
    contentOf("patch"),
    contentOf("events"),
    contentOf("outbox"),
  ];
  const patch = patchBytes && readTreePatch(patchBytes, bundle);
  const events = eventBytes ? readRunEvents(eventBytes) : [];
  const outbox = readOutbox(outboxBytes ? Buffer.from(outboxBytes).toString("utf8") : "");
  const { run, isReported } = await store.read((reader) => bundleAttempt(reader, proven));
  if (isReported) return { bundle, run, isNew: false, outbox };
  const updates = await memoryUpdates(services, run, outbox.requests, signal);
  const key = { namespace: bundle.namespace, name: bundle.run };
  const proposals = updates.map(({ object, content }) => ({ digest: object.spec.artifactDigest, content }));
  await new BlobStore(database).put(key, proposals);
  for (let at = 0; at < events.length; at += eventsAtOnce) {
    signal.throwIfAborted();
    const specs = events.slice(at, at + eventsAtOnce);
    await store.appendEvents(
      bundle.namespace,
      specs.map((event) => ({ ...event, run: bundle.run, attempt: bundle.attempt })),
    );
  }
  const recorded = await recordResult(services, { proven, patch, events, outbox, updates });
  return { bundle, outbox, ...recorded };
}

/** Stores the content of a bundle as it comes in, and keeps at hand what is looked at. */
class ContentTaker {
  readonly read: Map<string, Uint8Array> = new Map();
  readonly #store: BlobStore;
  readonly #signal: AbortSignal;
  readonly #isReported: (proven: ProvenRun) => Promise<boolean>;
  #bundle: RunBundle | undefined;
  #isKnown = false;
  #wanted: ReadonlySet<string> = new Set();
  #held: DigestedContent[] = [];
  #bytes = 0;

  constructor(
    database: ConfigDatabase,
    signal: AbortSignal,
    isReported: (proven: ProvenRun) => Promise<boolean>,
  ) {
    this.#store = new BlobStore(database);
    this.#signal = signal;
    this.#isReported = isReported;
  }

  async begin(proven: ProvenRun): Promise<void> {
    const kinds: readonly string[] = readKinds;
    const looked = proven.run.parts.filter(({ kind }) => kinds.includes(kind));
    this.#bundle = proven.run;
    this.#wanted = new Set(looked.map(({ digest }) => digest));
    this.#isKnown = await this.#isReported(proven);
  }

  async blob({ digest, bytes }: { readonly digest: string; readonly bytes: number }, content: Uint8Array) {
    this.#signal.throwIfAborted();
    if (this.#wanted.has(digest)) this.read.set(digest, content);
    if (this.#isKnown) return;
    this.#held.push({ digest, content });
    this.#bytes += bytes;
    if (this.#bytes >= blobsAtOnce.bytes || this.#held.length >= blobsAtOnce.count) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#held.length === 0) return;
    const { namespace, run } = certain(this.#bundle);
    await this.#store.put({ namespace, name: run }, this.#held);
    this.#held = [];
    this.#bytes = 0;
  }
}

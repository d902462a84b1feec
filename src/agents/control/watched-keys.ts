import { IdentikitError } from "../../fault/error.ts";
import type { Kind } from "../kinds/kind.ts";
import type { ResourceChange, ResourceReader } from "../resource/resource-store.ts";
import { resourceOf } from "../store/object-row.ts";
import type { WorkKey } from "../store/queue/work-queue.ts";
import type { ChangeRow } from "../store/watch/read-changes.ts";
import type { ControllerWatch } from "./controller.ts";

/** What changes make a controller look at, gathered in one transaction. */
export class WatchedKeys {
  readonly #watches: readonly ControllerWatch[];
  readonly #reader: ResourceReader;
  readonly #found: WorkKey[] = [];
  /** The organisations for which a watch has been asked what lies beside a change. */
  readonly #asked = new Map<ControllerWatch, Set<string>>();

  constructor(watches: readonly ControllerWatch[], reader: ResourceReader) {
    this.#watches = watches;
    this.#reader = reader;
  }

  /** An object may be among them more than once. */
  get found(): readonly WorkKey[] {
    return this.#found;
  }

  async addRow(row: ChangeRow): Promise<void> {
    const { type, kind, namespace } = row;
    if (type === "EVENTS") return;
    for (const watch of this.#watches) {
      if (watch.kind.kind !== kind) continue;
      this.#found.push(...(await this.#keysOf(watch, { ...row, type })));
      await this.#addBeside(watch, namespace);
    }
  }

  /** @param watch one of the controller's */
  async add(watch: ControllerWatch, change: ResourceChange): Promise<void> {
    if (watch.keysOf) this.#found.push(...(await watch.keysOf(change, this.#reader)));
    await this.#addBeside(watch, change.object.metadata.namespace);
  }

  /** An object that cannot be read is looked at itself, so that its fault is seen beside the work. */
  async #keysOf(
    { kind, keysOf }: ControllerWatch,
    row: ChangeRow & Pick<ResourceChange, "type">,
  ): Promise<readonly WorkKey[]> {
    try {
      return (await keysOf?.({ type: row.type, object: resourceOf(kind, row) }, this.#reader)) ?? [];
    } catch (caught) {
      if (!(caught instanceof IdentikitError && caught.code === "RESOURCE_INVALID")) throw caught;
      return [{ kind: kind.kind, namespace: row.namespace, name: row.name }];
    }
  }

  async #addBeside(watch: ControllerWatch, namespace: string): Promise<void> {
    if (!watch.beside) return;
    const asked = this.#asked.get(watch) ?? new Set();
    if (asked.has(namespace)) return;
    this.#asked.set(watch, asked.add(namespace));
    this.#found.push(...(await watch.beside(namespace, this.#reader)));
  }
}

/** All objects of some kinds in an organisation. */
export async function keysOfAll(
  kinds: readonly Kind[],
  namespace: string,
  reader: ResourceReader,
): Promise<WorkKey[]> {
  const keys: WorkKey[] = [];
  for (const one of kinds)
    for await (const { metadata } of reader.each(one, { namespace, limit: 5000 }))
      keys.push({ kind: one.kind, namespace, name: metadata.name });
  return keys;
}

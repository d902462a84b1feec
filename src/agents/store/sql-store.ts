import type { Session } from "../../config/connection/session.ts";
import type { ConfigDatabase } from "../../config/database.ts";
import { certain } from "../../fault/certain.ts";
import type { Kind } from "../kinds/kind.ts";
import type {
  Bookmark,
  ResourceChange,
  ResourceReader,
  ResourceStore,
  ResourceWriter,
  WatchOptions,
  WriteOptions,
} from "../resource/resource-store.ts";
import { type AppendResult, appendEvents, type EventSpec } from "./events/append-events.ts";
import { SqlReader } from "./sql-reader.ts";
import { SqlWriter } from "./sql-writer.ts";
import { ChangeHub } from "./watch/change-hub.ts";
import { watchChanges } from "./watch/watch-changes.ts";

/** The objects of a config database, on either engine. Disposing of it ends what watches; the database stays open. */
export class SqlStore implements ResourceStore, AsyncDisposable {
  readonly #database: ConfigDatabase;
  readonly #hub: ChangeHub;
  readonly #managed: boolean;

  /** @param hub shared by the views of one store */
  constructor(database: ConfigDatabase, hub: ChangeHub = new ChangeHub(database), managed = false) {
    this.#database = database;
    this.#hub = hub;
    this.#managed = managed;
  }

  asRepository(): ResourceStore {
    return new SqlStore(this.#database, this.#hub, true);
  }

  read<Result>(work: (reader: ResourceReader) => Promise<Result>): Promise<Result> {
    return this.#database.transaction("read", (session) => work(new SqlReader(session)));
  }

  /**
   * Inside of `work`, an object that it wrote has the version from before, or 0; it gets its own when the transaction ends.
   * @param work is given the transaction too, for what stands beside objects, such as keys and demands
   */
  async write<Result>(
    work: (writer: ResourceWriter, session: Session) => Promise<Result>,
    { dryRun = false }: WriteOptions = {},
  ): Promise<Result> {
    const rehearsed: { readonly result: Result }[] = [];
    try {
      const result = await this.#database.transaction("write", async (session) => {
        const writer = new SqlWriter(session, this.#database, this.#managed);
        const done = await work(writer, session);
        await writer.settle();
        if (!dryRun) return done;
        rehearsed.push({ result: done });
        throw new Rehearsal();
      });
      this.#hub.look();
      return result;
    } catch (caught) {
      if (caught instanceof Rehearsal) return certain(rehearsed[0]).result;
      throw caught;
    }
  }

  /**
   * Stores events of attempts of one organisation, all or none; some hundreds at a time are best.
   * @throws {IdentikitError} `EVENT_CONFLICT` where another event has the number; `RESOURCE_INVALID`, `RESOURCE_TOO_LARGE`
   */
  async appendEvents(namespace: string, events: readonly EventSpec[]): Promise<AppendResult> {
    const { kind } = this.#database;
    const result = await this.#database.transaction("write", (session) =>
      appendEvents(session, kind, namespace, events),
    );
    this.#hub.look();
    return result;
  }

  watch(
    kinds: readonly Kind[],
    after: string,
    options: WatchOptions,
  ): AsyncGenerator<ResourceChange | Bookmark, void> {
    return watchChanges(this.#hub, kinds, after, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#hub[Symbol.asyncDispose]();
  }
}

/** Ends the transaction of a dry run, whose work is thereby undone. */
class Rehearsal extends Error {}

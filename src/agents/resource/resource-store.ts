import type { z } from "zod";
import type { Kind } from "../kinds/kind.ts";
import type { Declared, Resource, ResourceKey } from "./resource.ts";
import type { FieldSelector, LabelSelector } from "./selector.ts";

/** Which objects of a kind. */
export interface ListQuery {
  /** All organisations if left out. */
  readonly namespace?: string | undefined;
  readonly labels?: LabelSelector | undefined;
  readonly fields?: FieldSelector | undefined;
  /** Objects in a page; 500 if left out, 5,000 at most. */
  readonly limit?: number | undefined;
  /** Where the page before ended. */
  readonly continue?: string | undefined;
  /** Records in the order of their making, newest first; by namespace and name if left out. */
  readonly newestFirst?: boolean | undefined;
  /**
   * Where objects have to be sought among others: how many are looked at for one page, 10,000 if left out. A page may then have fewer
   * objects than its limit, or none, and still say where the next one begins.
   */
  readonly lookAtMost?: number | undefined;
}

export interface ResourcePage<One extends Kind = Kind> {
  readonly items: readonly Resource<One>[];
  /** Where the next page begins; left out on the last one. */
  readonly continue?: string;
  /** The state that the page shows: a watch from here misses nothing. */
  readonly resourceVersion: string;
}

/** One change of one object. */
export interface ResourceChange {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  /** What it is after the change; for a deletion what it was, with the version of the deletion. */
  readonly object: Resource;
}

/** What a write expects to find; where it is otherwise, the write is refused with `CONFLICT`. */
export interface Expectation {
  readonly resourceVersion?: string | undefined;
  readonly generation?: number | undefined;
}

/** Objects of a kind that are in a phase. */
export interface PhaseQuery {
  readonly kind: Kind;
  readonly phase: string;
}

/** Reads objects, in one state of the database. */
export interface ResourceReader {
  get<One extends Kind>(kind: One, key: ResourceKey): Promise<Resource<One> | undefined>;
  list<One extends Kind>(kind: One, query?: ListQuery): Promise<ResourcePage<One>>;
  /** Every object of a kind, page by page. */
  each<One extends Kind>(kind: One, query?: ListQuery): AsyncGenerator<Resource<One>, void>;
  /**
   * How many objects of an organisation are in each of some phases, in the order of the queries. None of the objects is read.
   * @param most counted of each at most: that many may be more
   */
  countPhases(namespace: string, queries: readonly PhaseQuery[], most: number): Promise<readonly number[]>;
  /**
   * A text that differs after each change of objects of some kinds: what was made of them holds while it is the same. It says nothing of
   * what the transaction itself has written.
   */
  revisionOf(kinds: readonly Kind[]): Promise<string>;
}

/** Reads and writes objects in one transaction: all of its writes are kept, or none. */
export interface ResourceWriter extends ResourceReader {
  /** An object that nobody else changes until the transaction ends. */
  hold<One extends Kind>(kind: One, key: ResourceKey): Promise<Resource<One> | undefined>;
  /**
   * @throws {IdentikitError} `ALREADY_EXISTS`, and what checking the object throws
   */
  create<One extends Kind>(
    kind: One,
    object: Declared<One>,
    status?: z.output<One["status"]>,
  ): Promise<Resource<One>>;
  /**
   * Gives an object another spec and other labels; its generation grows where the spec changes. The same content again changes nothing.
   * @throws {IdentikitError} `NOT_FOUND`, `CONFLICT`, `IMMUTABLE_FIELD`, `MANAGED_BY_REPOSITORY`
   */
  update<One extends Kind>(kind: One, object: Declared<One>, expected?: Expectation): Promise<Resource<One>>;
  /**
   * Gives an object another status; the same status again changes nothing.
   * @throws {IdentikitError} `NOT_FOUND`, `CONFLICT`
   */
  setStatus<One extends Kind>(
    kind: One,
    key: ResourceKey,
    status: z.output<One["status"]>,
    expected?: Expectation,
  ): Promise<Resource<One>>;
  /**
   * @throws {IdentikitError} `NOT_FOUND`, `CONFLICT`, `MANAGED_BY_REPOSITORY`
   */
  delete(kind: Kind, key: ResourceKey, expected?: Expectation): Promise<Resource>;
}

export interface WriteOptions {
  /** Does everything but keep it. Default false. */
  readonly dryRun?: boolean | undefined;
}

/** All objects of the config database. */
export interface ResourceStore {
  read<Result>(work: (reader: ResourceReader) => Promise<Result>): Promise<Result>;
  write<Result>(work: (writer: ResourceWriter) => Promise<Result>, options?: WriteOptions): Promise<Result>;
  /** The same store for who applies the repository: what it declares is the repository's, and it may change that. */
  asRepository(): ResourceStore;
  /**
   * The changes after a version, in commit order, each once, and then those to come, until the signal. A change is only told when no
   * older transaction can still be open.
   * @throws {IdentikitError} `WATCH_TOO_OLD` where changes since then are no longer kept
   */
  watch(
    kinds: readonly Kind[],
    after: string,
    options: WatchOptions,
  ): AsyncGenerator<ResourceChange | Bookmark, void>;
}

export interface WatchOptions {
  readonly namespace?: string | undefined;
  readonly labels?: LabelSelector | undefined;
  readonly fields?: FieldSelector | undefined;
  /** Of the events of attempts those of this attempt only, and all of every other kind. */
  readonly attempt?: string | undefined;
  readonly signal: AbortSignal;
}

/** Nothing of interest has happened up to this version. */
export interface Bookmark {
  readonly type: "BOOKMARK";
  readonly resourceVersion: string;
}

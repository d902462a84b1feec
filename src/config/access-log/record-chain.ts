/** A record of a chain without gaps. */
export interface ChainedRecord {
  /** 1, 2, 3, … without a gap. */
  readonly number: number;
  /** The key of its hash; empty for a writer that had none. */
  readonly keyId: string;
  /** The hash of the record before, empty for the first. */
  readonly previous: string;
  readonly hash: string;
}

/** What can be wrong with a chain of records, in the words of its log. */
export interface ChainFaults<Kept extends ChainedRecord> {
  recordsMissing(from: number, to: number): void;
  recordUnlinked(record: Kept): void;
  recordChanged(record: Kept): void;
  /** @param keyId empty where the writer had none */
  keyMissing(keyId: string, records: number, first: Kept): void;
}

/** Checks a chain of records, one after the other in the order of their numbers, in memory that does not grow with it. */
export class RecordChain<Kept extends ChainedRecord> {
  readonly #hashes: ReadonlyMap<string, (record: Kept) => string>;
  readonly #faults: ChainFaults<Kept>;
  /** Records that nobody but a writer with a key can vouch for, by key id. */
  readonly #unknown = new Map<string, { count: number; readonly first: Kept }>();
  #before: Kept | undefined;
  count = 0;

  /** @param hashes how a record is hashed under each key, by key id */
  constructor(hashes: ReadonlyMap<string, (record: Kept) => string>, faults: ChainFaults<Kept>) {
    this.#hashes = hashes;
    this.#faults = faults;
  }

  /** The newest record so far. */
  get last(): { readonly number: number; readonly hash: string } | undefined {
    return this.#before && { number: this.#before.number, hash: this.#before.hash };
  }

  /** @returns false for a record that is not what was written */
  verify(record: Kept): boolean {
    const before = this.#before;
    this.#before = record;
    this.count++;
    const expected = (before?.number ?? 0) + 1;
    if (record.number !== expected) this.#faults.recordsMissing(expected, record.number - 1);
    else if (record.previous !== (before?.hash ?? "")) this.#faults.recordUnlinked(record);
    const hash = this.#hashes.get(record.keyId);
    if (!hash || record.keyId === "") {
      const known = this.#unknown.get(record.keyId);
      this.#unknown.set(record.keyId, { count: (known?.count ?? 0) + 1, first: known?.first ?? record });
    }
    if (!hash || hash(record) === record.hash) return true;
    this.#faults.recordChanged(record);
    return false;
  }

  /** Says which records could not be checked. */
  end(): void {
    for (const [keyId, { count, first }] of this.#unknown) this.#faults.keyMissing(keyId, count, first);
  }
}

import { z } from "zod";
import { certain } from "../../fault/certain.ts";
import type { AccessHasher, AccessSession, Noted, NotedHead } from "../../secret/access-chain.ts";
import type { LogFindings } from "./log-findings.ts";

const head = z.strictObject({ session: z.string(), keyId: z.string(), seq: z.number(), hash: z.string() });
const notedSchema = z.strictObject({
  heads: z.array(head).max(1000),
  unchained: z.strictObject({ lines: z.number(), lastId: z.number(), digest: z.string() }).optional(),
});

/** A head that a session noted. */
export interface Note {
  readonly head: NotedHead;
  /** The session that noted it. */
  readonly by: string;
}

/** Checks the chain of the session records, one after the other in the order of their numbers. */
export class RecordVerifier {
  readonly #hashers: ReadonlyMap<string, AccessHasher>;
  readonly #findings: LogFindings;
  /** Sessions whose hashes cannot be worked out, by key id. */
  readonly #unknown = new Map<string, { sessions: number; first: string }>();
  /** The keys of the newest sessions, for comparing with what is noted of them. */
  readonly #keyIds = new Map<string, string>();
  #notes = new Map<string, Note>();
  #before: AccessSession | undefined;
  count = 0;

  constructor(hashers: ReadonlyMap<string, AccessHasher>, findings: LogFindings) {
    this.#hashers = hashers;
    this.#findings = findings;
  }

  /** The newest record so far. */
  get last(): { readonly number: number; readonly hash: string } | undefined {
    return this.#before && { number: this.#before.number, hash: this.#before.hash };
  }

  /** @returns what the session noted; nothing where that cannot be believed */
  verify(record: AccessSession): Noted {
    const before = this.#before;
    this.#before = record;
    this.count++;
    const expected = (before?.number ?? 0) + 1;
    if (record.number !== expected) this.#findings.recordsMissing(expected, record.number - 1);
    else if (record.previous !== (before?.hash ?? "")) this.#findings.recordUnlinked(record);
    const hasher = this.#hashers.get(record.keyId);
    this.#remember(record, hasher);
    if (hasher && hasher.session(record) !== record.hash) {
      this.#findings.recordChanged(record);
      return { heads: [] };
    }
    return this.#noted(record);
  }

  /** The heads that were noted since they were last asked for, each once. */
  takeNotes(): Note[] {
    const notes = [...this.#notes.values()];
    this.#notes = new Map();
    return notes;
  }

  /** Says which sessions could not be checked. */
  end(): void {
    for (const [keyId, { sessions, first }] of this.#unknown)
      this.#findings.keyMissing(keyId, sessions, first);
  }

  #noted(record: AccessSession): Noted {
    const noted = parseNoted(record.noted);
    if (!noted) {
      this.#findings.recordChanged(record);
      return { heads: [] };
    }
    for (const head of noted.heads) {
      this.#notes.set(`${head.session}:${head.seq}:${head.hash}`, { head, by: record.session });
      const keyId = this.#keyIds.get(head.session);
      if (keyId !== undefined && keyId !== head.keyId) this.#findings.keyChanged(head, keyId);
    }
    return noted.unchained ? { heads: noted.heads, unchained: noted.unchained } : { heads: noted.heads };
  }

  #remember({ session, keyId }: AccessSession, hasher: AccessHasher | undefined): void {
    const most = 100;
    this.#keyIds.set(session, keyId);
    if (this.#keyIds.size > most) this.#keyIds.delete(certain(this.#keyIds.keys().next().value));
    if (hasher && keyId !== "") return;
    const known = this.#unknown.get(keyId);
    this.#unknown.set(keyId, { sessions: (known?.sessions ?? 0) + 1, first: known?.first ?? session });
  }
}

function parseNoted(text: string): z.output<typeof notedSchema> | undefined {
  try {
    return notedSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

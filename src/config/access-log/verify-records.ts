import { z } from "zod";
import { certain } from "../../fault/certain.ts";
import type { AccessHasher, AccessSession, Noted, NotedHead } from "../../secret/access-chain.ts";
import type { LogFindings } from "./log-findings.ts";
import { RecordChain } from "./record-chain.ts";

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
  readonly #findings: LogFindings;
  readonly #chain: RecordChain<AccessSession>;
  /** The keys of the newest sessions, for comparing with what is noted of them. */
  readonly #keyIds = new Map<string, string>();
  #notes = new Map<string, Note>();

  constructor(hashers: ReadonlyMap<string, AccessHasher>, findings: LogFindings) {
    const hashes = [...hashers].map(
      ([keyId, hasher]) => [keyId, (record: AccessSession) => hasher.session(record)] as const,
    );
    this.#findings = findings;
    this.#chain = new RecordChain(new Map(hashes), findings);
  }

  get count(): number {
    return this.#chain.count;
  }

  /** The newest record so far. */
  get last(): { readonly number: number; readonly hash: string } | undefined {
    return this.#chain.last;
  }

  /** @returns what the session noted; nothing where that cannot be believed */
  verify(record: AccessSession): Noted {
    this.#remember(record);
    return this.#chain.verify(record) ? this.#noted(record) : { heads: [] };
  }

  /** The heads that were noted since they were last asked for, each once. */
  takeNotes(): Note[] {
    const notes = [...this.#notes.values()];
    this.#notes = new Map();
    return notes;
  }

  /** Says which sessions could not be checked. */
  end(): void {
    this.#chain.end();
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

  #remember({ session, keyId }: AccessSession): void {
    const most = 100;
    this.#keyIds.set(session, keyId);
    if (this.#keyIds.size > most) this.#keyIds.delete(certain(this.#keyIds.keys().next().value));
  }
}

function parseNoted(text: string): z.output<typeof notedSchema> | undefined {
  try {
    return notedSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

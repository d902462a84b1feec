import { IdentikitError } from "../../fault/error.ts";
import { AccessHasher } from "../../secret/access-chain.ts";
import type { AccessLog, SecretAccess } from "../../secret/access-log.ts";
import type { Keyring } from "../../secret/keyring.ts";
import type { Session } from "../connection/session.ts";
import type { ConfigDatabase } from "../database.ts";
import { beginSession } from "./begin-session.ts";
import { type ChainedLine, linesAfter, sameLine } from "./chained-line.ts";

interface Pending {
  readonly accesses: readonly SecretAccess[];
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

/** Where this writer's chain ends. */
interface Head {
  readonly session: string;
  readonly seq: number;
  readonly hash: string;
}

/** Well below the number of parameters that either database takes in one statement. */
const linesAtATime = 1000;

/**
 * The access log of a config database. One object is one writer's session, a chain of its own: it begins with the first
 * read that is recorded, and writers of several sessions do not wait for each other. Reads that come while a write
 * is on its way share the next one.
 */
export class DatabaseAccessLog implements AccessLog {
  readonly #database: ConfigDatabase;
  readonly #hasher: AccessHasher;
  #pending: Pending[] = [];
  #writing = false;
  #head: Head | undefined;

  /** @param keyring whose sealing key the chain is keyed with; without it the chain has no key */
  constructor(database: ConfigDatabase, keyring: Keyring | undefined) {
    this.#database = database;
    this.#hasher = AccessHasher.of(keyring);
  }

  record(accesses: readonly SecretAccess[]): Promise<void> {
    if (accesses.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#pending.push({ accesses, resolve, reject });
      if (!this.#writing) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#writing = true;
    for (let batch = this.#take(); batch.length > 0; batch = this.#take()) {
      try {
        await this.#append(batch.flatMap(({ accesses }) => accesses));
        for (const { resolve } of batch) resolve();
      } catch (cause) {
        for (const { reject } of batch) reject(cause);
      }
    }
    this.#writing = false;
  }

  #take(): Pending[] {
    const batch = this.#pending;
    this.#pending = [];
    return batch;
  }

  async #append(accesses: readonly SecretAccess[]): Promise<void> {
    const head = this.#head;
    // What becomes of this write may stay unknown, where a connection is lost: then the next one begins a session.
    this.#head = undefined;
    try {
      this.#head = await this.#database.transaction("write", async (session) => {
        const from = head ?? (await beginSession(session, this.#database.kind, this.#hasher, accesses));
        if (head) await expectHead(session, head);
        return this.#extend(session, from, accesses);
      });
    } catch (cause) {
      if (cause instanceof IdentikitError && cause.code !== "DATABASE_FAILED") throw cause;
      throw this.#failed("could not be written", cause);
    }
  }

  async #extend(session: Session, from: Head, accesses: readonly SecretAccess[]): Promise<Head> {
    let { seq, hash } = from;
    const lines = accesses.map(({ secret, agent, accessor, reason, time }): ChainedLine => {
      const access = { secret, agent, accessor, reason, time };
      const link = { session: from.session, seq: seq + 1, previous: hash };
      seq = link.seq;
      hash = this.#hasher.line(access, link);
      return { ...access, ...link, hash };
    });
    for (let at = 0; at < lines.length; at += linesAtATime) {
      const chunk = lines.slice(at, at + linesAtATime);
      await session.query.insertInto("secret_access_log").values(chunk).execute();
    }
    await this.#expectWritten(session, from, lines);
    return { session: from.session, seq, hash };
  }

  /** A rule, a trigger or a policy of the database can swallow or change a line without an error. */
  async #expectWritten(session: Session, from: Head, lines: readonly ChainedLine[]): Promise<void> {
    let seen = 0;
    for await (const page of linesAfter(session.query, from)) {
      if (!page.every((line, index) => sameLine(line, lines[seen + index])))
        throw this.#failed("changed a line that was written to it");
      seen += page.length;
    }
    if (seen !== lines.length)
      throw this.#failed(`kept ${seen} of ${lines.length} lines that were written to it`);
  }

  #failed(problem: string, cause?: unknown): IdentikitError {
    return new IdentikitError("ACCESS_LOG_FAILED", `the access log in ${this.#database.name} ${problem}`, {
      remedy:
        "Fix the database (see --verbose; look for rules, triggers and policies on its tables) and run again; no secret was used.",
      cause,
    });
  }
}

/** A writer whose last line is gone or another one stops: somebody is at the log. */
async function expectHead({ query }: Session, head: Head): Promise<void> {
  const last = await query
    .selectFrom("secret_access_log")
    .select(["seq", "hash"])
    .where("session", "=", head.session)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  if (last?.seq === head.seq && last.hash === head.hash) return;
  throw new IdentikitError(
    "ACCESS_LOG_FAILED",
    `the access log no longer ends where session ${head.session} left it, at line ${head.seq}`,
    { remedy: "Somebody changed the log; find out who, with: identikit secret log --verify." },
  );
}

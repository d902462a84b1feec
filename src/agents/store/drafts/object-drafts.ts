import type { ConfigDatabase } from "../../../config/database.ts";
import { longestDraft } from "../../../config/schema/object-draft-table.ts";
import { IdentikitError } from "../../../fault/error.ts";
import type { Actor } from "../../kinds/actor.ts";

/** Whose draft of what. */
export interface DraftKey {
  readonly namespace: string;
  readonly person: Pick<Actor, "kind" | "name">;
  /** The kind's plural. */
  readonly kind: string;
  /** Empty for an object that is not there yet. */
  readonly name: string;
}

/** What somebody is writing of an object. */
export interface ObjectDraft {
  readonly kind: string;
  readonly name: string;
  /** YAML; it may be wrong. */
  readonly content: string;
  /** The object as it was when the draft began, as YAML; empty for a new one. */
  readonly base: string;
  /** The resourceVersion of that; empty for a new one. */
  readonly version: string;
  /** RFC 3339, in UTC. */
  readonly changed: string;
  readonly expires: string;
}

/** How long a draft stays that nobody touches, and how many somebody may have. */
const daysKept = 30;
const mostDrafts = 100;

/** Drafts of objects: of a person and an object there is one, which nobody else sees. */
export class ObjectDrafts {
  readonly #database: ConfigDatabase;

  constructor(database: ConfigDatabase) {
    this.#database = database;
  }

  /** @throws {IdentikitError} `RESOURCE_TOO_LARGE` for too long a text, or too many drafts */
  async save(
    key: DraftKey,
    { content, base, version }: Pick<ObjectDraft, "content" | "base" | "version">,
    now: Date,
  ): Promise<void> {
    if (content.length > longestDraft) throw tooLarge(`the draft has more than ${longestDraft} characters`);
    const { namespace, kind, name } = key;
    const [person, changed] = [personOf(key), now.toISOString()];
    const expires = new Date(now.getTime() + daysKept * 86_400_000).toISOString();
    const row = { namespace, person, kind, name, content, base, version, changed, expires };
    await this.#database.transaction("write", async ({ query }) => {
      await query.deleteFrom("object_draft").where("expires", "<=", changed).execute();
      const there = await query
        .selectFrom("object_draft")
        .select(["kind", "name"])
        .where("namespace", "=", namespace)
        .where("person", "=", person)
        .execute();
      const others = there.filter((one) => one.kind !== kind || one.name !== name);
      if (others.length >= mostDrafts) throw tooLarge(`${key.person.name} has ${mostDrafts} drafts`);
      await query
        .insertInto("object_draft")
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(["namespace", "person", "kind", "name"])
            .doUpdateSet({ content, base, version, changed, expires }),
        )
        .execute();
    });
  }

  async find(key: DraftKey, now: Date): Promise<ObjectDraft | undefined> {
    const drafts = await this.list(key, now);
    return drafts.find(({ kind, name }) => kind === key.kind && name === key.name);
  }

  /** Somebody's drafts, the newest first. */
  async list(
    { namespace, person }: Pick<DraftKey, "namespace" | "person">,
    now: Date,
  ): Promise<readonly ObjectDraft[]> {
    return await this.#database.read((query) =>
      query
        .selectFrom("object_draft")
        .select(["kind", "name", "content", "base", "version", "changed", "expires"])
        .where("namespace", "=", namespace)
        .where("person", "=", personOf({ person }))
        .where("expires", ">", now.toISOString())
        .orderBy("changed", "desc")
        .orderBy("name")
        .execute(),
    );
  }

  async discard({ namespace, kind, name, ...key }: DraftKey): Promise<void> {
    await this.#database.transaction("write", async ({ query }) => {
      await query
        .deleteFrom("object_draft")
        .where("namespace", "=", namespace)
        .where("person", "=", personOf(key))
        .where("kind", "=", kind)
        .where("name", "=", name)
        .execute();
    });
  }
}

/** Logins do not tell letter case apart. */
function personOf({ person }: Pick<DraftKey, "person">): string {
  return `${person.kind}/${person.name.toLowerCase()}`;
}

function tooLarge(problem: string): IdentikitError {
  return new IdentikitError("RESOURCE_TOO_LARGE", problem, {
    remedy: "Apply or discard a draft, or keep large content in a file and refer to it.",
  });
}

import { doOnRecord } from "../../agents/audit/do-on-record.ts";
import { tagMovesRecord } from "../../agents/audit/tag-moves.ts";
import type { Actor } from "../../agents/kinds/actor.ts";
import { login } from "../../agents/kinds/fields.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { asFault } from "../../fault/error.ts";
import type { AroundMoves } from "../../image/place-image.ts";
import { formatImageReference, registryName, type StoredReference } from "../../image/reference.ts";
import type { Project } from "../../project/project.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { accessPlace } from "./access.ts";
import { openConfigDatabase } from "./database.ts";

/** Where it is kept on record which tags move. */
export interface TagRecord extends AsyncDisposable {
  readonly aroundMoves: AroundMoves;
}

/** What moves tags, and the place whose tags they are. */
export interface TagMover {
  readonly action: "publish" | "promote";
  readonly to: StoredReference;
  /** Whether the gate is asked before: then a tag moves only where it passes. */
  readonly gated: boolean;
}

/**
 * Opens the database that a command was told to keep its moves of tags in: before anything is pushed, so that a wrong address stops it.
 * @param location of the database
 * @throws {IdentikitError} `USAGE`, and those of opening the database
 */
export async function openTagRecord(
  context: CommandContext,
  project: Project,
  location: string,
  { action, to, gated }: TagMover,
): Promise<TagRecord> {
  const { organization: namespace } = accessPlace(project, {});
  const actor = await actorOf(context);
  const database = await openConfigDatabase(context, project, location);
  const store = new SqlStore(database);
  const onUnclosed = (thrown: unknown) => {
    const { code, message } = asFault(thrown);
    context.log.warn(`the tags have moved, and the record of it still says Admitted: ${code}: ${message}`);
  };
  return {
    aroundMoves: async ({ digest, tags }, work) => {
      const record = tagMovesRecord({ image: nameOf(to), digest, gated, tags: [...tags] });
      const asked = { namespace, action, actor, via: "command" as const, ...record };
      const services = { store, now: () => context.clock.now(), onUnclosed };
      const { result } = await doOnRecord(services, asked, async () => ({
        result: await work(),
        says: `${count(tags.length, "tag")} of ${nameOf(to)}: ${tags.map(({ tag }) => tag).join(", ")}`,
      }));
      return result;
    },
    [Symbol.asyncDispose]: async () => {
      await store[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** Whoever can move the tag can write here who it was: it is written down as far as it is known. */
async function actorOf({ env, who }: CommandContext): Promise<Actor> {
  const person = login.safeParse(env.GITHUB_ACTOR);
  if (person.success) return { kind: "User", name: person.data };
  return { kind: "System", name: (await who()).slice(0, 253) };
}

/** The repository, as stacks name it. */
function nameOf(to: StoredReference): string {
  if (to.kind === "engine") return formatImageReference(to);
  const { tag: _, ...place } = { tag: undefined, ...to };
  if (place.kind === "archive") return formatImageReference(place);
  const { digest: __, ...repository } = { digest: undefined, ...place };
  return repository.kind === "registry" ? registryName(repository) : formatImageReference(repository);
}

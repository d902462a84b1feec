import type { Kind } from "../../agents/kinds/kind.ts";
import { refuseProblems } from "../../agents/manifest/apply-manifests.ts";
import { byPlace } from "../../agents/manifest/plan-manifests.ts";
import type { ResourceKey } from "../../agents/resource/resource.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { IdentikitError } from "../../fault/error.ts";
import { openProject, type Project } from "../../project/project.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import { manifestSet, readSources } from "../places/manifest-sources.ts";
import { objectCalled } from "../places/object-called.ts";
import { asOutput, type CommandResult } from "../result.ts";
import type { DeleteCommandOptions } from "./delete.ts";

/** One object that goes. */
interface Going {
  readonly kind: Kind;
  readonly key: ResourceKey;
}

export async function run(context: CommandContext, options: DeleteCommandOptions): Promise<CommandResult> {
  const { dryRun } = options;
  const named = namedObject(options);
  const project = await openProject(context.cwd, options.root);
  await using database = await openConfigDatabase(context, project, options.database);
  await using store = new SqlStore(database);
  const { organization = project.settings.platform.organization } = options;
  const going = named
    ? [{ kind: named.kind, key: { namespace: organization, name: named.name } }]
    : await declaredObjects(context, project, store, options.file);
  await store.write(
    async (writer) => {
      for (const { kind, key } of going) await writer.delete(kind, key);
    },
    { dryRun },
  );
  const objects = going.map(({ kind, key }) => ({ kind: kind.kind, ...key }));
  return {
    outputs: { changes: going.length, dryRun, objects: asOutput(objects) },
    changed: going.length > 0 && !dryRun,
    details: objects.map(({ kind, namespace, name }) => `- ${kind} ${namespace}/${name}`),
    account: [`${count(going.length, "object")} ${dryRun ? "would be deleted" : "deleted"}`],
  };
}

/** @throws {IdentikitError} `USAGE` unless there are KIND and NAME, or files, and not both */
function namedObject({
  kind,
  name,
  file,
}: DeleteCommandOptions): { readonly kind: Kind; readonly name: string } | undefined {
  if (kind === undefined && name === undefined && file.length > 0) return undefined;
  if (kind !== undefined && file.length === 0) {
    const called = objectCalled(kind, name);
    if (called.name !== undefined) return { kind: called.kind, name: called.name };
  }
  throw new IdentikitError("USAGE", "one object is deleted by KIND and NAME, several by --file", {
    remedy: "Write: identikit delete KIND NAME, or KIND/NAME, or: identikit delete -f FILE",
  });
}

/** The objects of manifests, those that name others first. */
async function declaredObjects(
  context: CommandContext,
  project: Project,
  store: SqlStore,
  files: readonly string[],
): Promise<readonly Going[]> {
  const sources = await readSources(context, project, files);
  // That a manifest gives rights is no reason not to take them away.
  const set = await manifestSet(store, project, sources, true);
  refuseProblems(set);
  return [...set.manifests]
    .sort((a, b) => byPlace(b, a))
    .map(({ kind, declared }) => ({ kind, key: declared.metadata }));
}

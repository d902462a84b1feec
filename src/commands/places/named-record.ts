import type { Project } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import type { TagMover, TagRecord } from "./tag-record.ts";

/** The record of moved tags, where the options name a database for it and something is to be done. @throws {IdentikitError} see `openTagRecord` */
export async function openNamedRecord(
  context: CommandContext,
  project: Project,
  { database, dryRun }: { readonly database?: string | undefined; readonly dryRun: boolean },
  mover: TagMover,
): Promise<TagRecord | undefined> {
  if (database === undefined || dryRun) return undefined;
  // Most jobs that publish or promote have no database.
  const { openTagRecord } = await import("./tag-record.ts");
  return await openTagRecord(context, project, database, mover);
}

import { SqlStore } from "../../agents/store/sql-store.ts";
import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import type { CommandResult } from "../result.ts";
import { takeAndWrite } from "./take-and-write.ts";
import type { WriteBackCommandOptions } from "./write-back.ts";

export async function run(context: CommandContext, options: WriteBackCommandOptions): Promise<CommandResult> {
  if (options.bundle.length === 0 && !options.pending)
    throw new IdentikitError("USAGE", "nothing says what to write back", {
      remedy: "Name the file of a run bundle, or do what is due with --pending.",
    });
  const project = await openProject(context.cwd, options.root);
  await using database = await openConfigDatabase(context, project, options.database);
  await using store = new SqlStore(database);
  return await takeAndWrite(context, project, { database, store }, options);
}

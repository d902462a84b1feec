import { SqlStore } from "../../agents/store/sql-store.ts";
import { RememberedFacts } from "../../host/remembered-facts.ts";
import { openProject } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { accessPlace } from "../places/access.ts";
import { openConfigDatabase } from "../places/database.ts";
import { dispatchServices, launchServices } from "../places/dispatch-services.ts";
import type { CommandResult } from "../result.ts";
import type { DispatchCommandOptions } from "./dispatch.ts";
import { dispatchAccount } from "./dispatch-account.ts";
import { decideAll, dispatchMode } from "./dispatch-modes.ts";
import { launchAll } from "./launch-runs.ts";
import { rehearse } from "./rehearse.ts";

export async function run(context: CommandContext, options: DispatchCommandOptions): Promise<CommandResult> {
  const mode = dispatchMode(context, options);
  const project = await openProject(context.cwd, options.root);
  const { organization } = accessPlace(project, { organization: options.organization });
  const access = options.dryRun ? "read" : "write";
  await using database = await openConfigDatabase(context, project, options.database, access);
  await using store = new SqlStore(database);
  const asking = dispatchServices(context, project, { database, store }, organization);
  const facts = new RememberedFacts(asking.facts.keeping());
  const services = { ...asking, host: facts, repositories: facts };
  const asked = { context, options, organization, services };
  if (options.dryRun) return await rehearse(asked, mode);
  const decided = await decideAll(asked, mode);
  const launching = await launchServices(context, project, services, options.memory);
  const launched = await launchAll(asked, launching, project, decided);
  return dispatchAccount(decided, launched);
}

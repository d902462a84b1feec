import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import type { FieldSelector } from "../../agents/resource/selector.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { objectForm } from "../../api/kubernetes/object-form.ts";
import { openProject } from "../../project/project.ts";
import { objectTable } from "../accounts/objects.ts";
import type { CommandContext } from "../context.ts";
import { accessPlace } from "../places/access.ts";
import { openConfigDatabase } from "../places/database.ts";
import { asOutput, type CommandResult } from "../result.ts";
import type { RunsListOptions } from "./runs-list.ts";

export async function run(context: CommandContext, options: RunsListOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const { organization: namespace } = accessPlace(project, options);
  await using database = await openConfigDatabase(context, project, options.database, "read");
  await using store = new SqlStore(database);
  const { limit, continue: start } = options;
  const query = { namespace, fields: fieldsOf(options), limit, continue: start, newestFirst: true };
  const page = await store.read((reader) => reader.list(agentDispatchRun, query));
  const outputs = { items: asOutput(page.items.map(objectForm)), continue: page.continue };
  if (page.items.length === 0) return { outputs, account: [`no runs in ${namespace} are like that`] };
  const now = () => context.clock.now();
  const table = objectTable(agentDispatchRun, page.items, { withOrganization: false, isWide: false, now });
  const more = page.continue === undefined ? "" : `\nthere are more: --continue ${page.continue}\n`;
  return { outputs, account: [], document: `${table}${more}` };
}

function fieldsOf({ phase, stack, repository, rule }: RunsListOptions): FieldSelector {
  const asked = {
    "status.phase": phase,
    "spec.agentStack": stack,
    "spec.repository": repository,
    "spec.triggerRule": rule,
  };
  return Object.entries(asked).flatMap(([field, value]) =>
    value === undefined ? [] : [{ field, equals: true, value }],
  );
}

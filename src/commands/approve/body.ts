import { decideApproval } from "../../agents/approvals/decide-approval.ts";
import { agentApproval } from "../../agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { openProject } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { accessPlace } from "../places/access.ts";
import { askingPerson } from "../places/asking-person.ts";
import { openConfigDatabase } from "../places/database.ts";
import type { CommandResult } from "../result.ts";
import type { ApproveCommandOptions } from "./approve.ts";

export async function run(context: CommandContext, options: ApproveCommandOptions): Promise<CommandResult> {
  const { name, digest, reject, reason } = options;
  const project = await openProject(context.cwd, options.root);
  const { organization: namespace, organizations } = accessPlace(project, options);
  await using database = await openConfigDatabase(context, project, options.database);
  await using store = new SqlStore(database);
  const { by, hostOf } = askingPerson(context, project, { database, store }, { ...options, namespace });
  const repository = await store.read(async (reader) => {
    const approval = await reader.get(agentApproval, { namespace, name });
    const of = approval && (await reader.get(agentDispatchRun, { namespace, name: approval.spec.run }));
    return of?.spec.repository;
  });
  const host = repository === undefined ? undefined : await hostOf(repository);
  const now = () => context.clock.now();
  const verdict = reject ? "reject" : "approve";
  const decided = await decideApproval(
    { store, database, organizations, now },
    { by, host, namespace, name, digest, verdict, comment: reason, via: "command" },
  );
  const phase = decided.status.phase ?? "Pending";
  const { needed, run: of, action } = decided.spec;
  const said = decided.status.decisions?.length ?? 0;
  const left = phase === "Pending" ? `; ${said} of ${needed} people have approved it` : "";
  return {
    outputs: { name, run: of, action, phase, decisions: said },
    changed: true,
    account: [`${name} (${action} of ${of}) is ${phase}${left}`],
  };
}

import { decideApproval } from "../../agents/approvals/decide-approval.ts";
import { agentApproval } from "../../agents/kinds/record/agent-approval.ts";
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
  const { by, hostOfRun } = askingPerson(context, project, { database, store }, { ...options, namespace });
  const host = await hostOfRun(agentApproval, name);
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

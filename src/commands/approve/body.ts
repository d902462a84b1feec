import { decideApproval } from "../../agents/approvals/decide-approval.ts";
import type { Approver } from "../../agents/approvals/may-decide.ts";
import { agentApproval } from "../../agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { hostTokenVariable } from "../options/host-token.ts";
import { accessIdentity, accessPlace, hostFactsOf } from "../places/access.ts";
import { openConfigDatabase } from "../places/database.ts";
import { dispatchServices } from "../places/dispatch-services.ts";
import type { CommandResult } from "../result.ts";
import type { ApproveCommandOptions } from "./approve.ts";

export async function run(context: CommandContext, options: ApproveCommandOptions): Promise<CommandResult> {
  const { name, digest, reject, reason, as = context.env.GITHUB_ACTOR, asGroup } = options;
  const project = await openProject(context.cwd, options.root);
  const { organization: namespace, organizations } = accessPlace(project, options);
  if (as === undefined)
    throw new IdentikitError("USAGE", "nobody is named, and this is no CI job with an actor", {
      remedy: "Add --as LOGIN.",
    });
  const { groups } = accessIdentity(as, asGroup);
  await using database = await openConfigDatabase(context, project, options.database);
  await using store = new SqlStore(database);
  const repository = await store.read(async (reader) => {
    const approval = await reader.get(agentApproval, { namespace, name });
    const of = approval && (await reader.get(agentDispatchRun, { namespace, name: approval.spec.run }));
    return of?.spec.repository;
  });
  // The forge says who they are; groups that are named take its place where it cannot be asked.
  const factsOf = async (of: string) => {
    if (asGroup.length > 0 || !context.env[hostTokenVariable]) return hostFactsOf(groups, of);
    const { facts } = dispatchServices(context, project, { database, store }, namespace);
    return await facts.factsOf({ repository: of, actor: as });
  };
  const approver: Approver = {
    by: { kind: "User", name: as },
    host: repository === undefined ? undefined : await factsOf(repository),
  };
  const now = () => context.clock.now();
  const verdict = reject ? "reject" : "approve";
  const decided = await decideApproval(
    { store, database, organizations, now },
    { ...approver, namespace, name, digest, verdict, comment: reason, via: "command" },
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

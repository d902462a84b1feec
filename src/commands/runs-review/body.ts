import { decideReview } from "../../agents/approvals/decide-review.ts";
import { agentReviewArtifact } from "../../agents/kinds/record/agent-review-artifact.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { openProject } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { accessPlace } from "../places/access.ts";
import { askingPerson } from "../places/asking-person.ts";
import { openConfigDatabase } from "../places/database.ts";
import type { CommandResult } from "../result.ts";
import type { RunsReviewOptions } from "./runs-review.ts";

export async function run(context: CommandContext, options: RunsReviewOptions): Promise<CommandResult> {
  const { name, verdict, reason: comment } = options;
  const project = await openProject(context.cwd, options.root);
  const { organization: namespace, organizations } = accessPlace(project, options);
  await using database = await openConfigDatabase(context, project, options.database);
  await using store = new SqlStore(database);
  const { by, hostOfRun } = askingPerson(context, project, { database, store }, { ...options, namespace });
  const host = await hostOfRun(agentReviewArtifact, name);
  const now = () => context.clock.now();
  const asked = { namespace, name, verdict, comment, by, host, via: "command" as const };
  const { spec, status } = await decideReview({ store, organizations, now }, asked);
  return {
    outputs: { name, run: spec.run, phase: status.phase },
    changed: true,
    account: [`the review ${name} of ${spec.run} is ${status.phase}`],
  };
}

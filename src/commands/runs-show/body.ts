import { phaseOf } from "../../agents/approvals/approval-state.ts";
import { BlobStore } from "../../agents/store/blobs/blob-store.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { objectForm } from "../../api/kubernetes/object-form.ts";
import { visible } from "../../fault/visible.ts";
import { openProject } from "../../project/project.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { accessPlace } from "../places/access.ts";
import { openConfigDatabase } from "../places/database.ts";
import { asOutput, type CommandResult } from "../result.ts";
import { changeLines, readNewestChanges } from "./changes.ts";
import { nextSteps } from "./next-step.ts";
import { readRun, type WholeRun } from "./read-run.ts";
import type { RunsShowOptions } from "./runs-show.ts";

export async function run(context: CommandContext, options: RunsShowOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const { organization: namespace } = accessPlace(project, options);
  await using database = await openConfigDatabase(context, project, options.database, "read");
  await using store = new SqlStore(database);
  const whole = await store.read((reader) => readRun(reader, { namespace, name: options.name }));
  const steps = nextSteps(whole);
  const changes = await readNewestChanges(new BlobStore(database), whole);
  return {
    outputs: {
      run: asOutput(objectForm(whole.run)),
      attempts: asOutput(whole.attempts.map(objectForm)),
      ...(whole.context ? { context: asOutput(objectForm(whole.context)) } : {}),
      approvals: asOutput(whole.approvals.map(objectForm)),
      artifacts: asOutput(whole.artifacts.map(objectForm)),
      ...(changes ? { changes: asOutput(changes) } : {}),
      reviews: asOutput(whole.reviews.map(objectForm)),
      ...(whole.workspace ? { workspace: asOutput(objectForm(whole.workspace)) } : {}),
      next: [...steps],
    },
    details: [...linesOf(whole), ...(changes ? changeLines(changes) : [])].map(visible),
    account: steps.map((step) => `next: ${step}`),
  };
}

function linesOf({ run, attempts, context, approvals, artifacts, reviews, workspace }: WholeRun): string[] {
  const { spec, status } = run;
  const used = [
    count(status.turns ?? 0, "turn"),
    count(status.tokens ?? 0, "token"),
    ...(status.cost === undefined ? [] : [`$${status.cost}`]),
  ];
  return [
    `${run.metadata.name}: ${status.phase ?? "new"}${because(status)}`,
    `of ${spec.agentStack} for ${spec.taskKind} on ${spec.repository}${spec.triggerRule === undefined ? "" : `, by ${spec.triggerRule}`}${spec.requestedBy === undefined ? "" : `, asked for by ${spec.requestedBy.name}`}`,
    ...Object.entries(spec.sourceRefs).map(([name, value]) => `source ${name}: ${String(value)}`),
    ...attempts.map(
      (one) =>
        `attempt ${one.spec.number}, ${one.metadata.name} (${one.spec.reason}): ${one.status.phase ?? "new"}${because(one.status)}${one.status.ciRun === undefined ? "" : `, ${one.status.ciRun}`}`,
    ),
    ...(context ? [`context ${context.spec.digest}, ${count(context.spec.sources.length, "source")}`] : []),
    ...approvals.map(
      (one) =>
        `approval ${one.metadata.name} (${one.spec.action}): ${phaseOf(one)}${one.status.result === undefined ? "" : `, ${one.status.result}`}`,
    ),
    ...reviews.map(
      (one) => `review ${one.metadata.name} (${one.spec.decision}): ${one.status.phase ?? "Open"}`,
    ),
    ...artifacts.map(
      (one) =>
        `artifact ${one.metadata.name} (${one.spec.kind}): ${one.status.phase ?? "Pending"}, ${one.spec.digest}`,
    ),
    ...(workspace
      ? [`workspace ${workspace.metadata.name}: ${workspace.status.phase ?? "Provisioning"}`]
      : []),
    `used: ${used.join(", ")}`,
  ];
}

function because({
  reason,
  message,
}: {
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
}): string {
  if (reason === undefined) return "";
  return ` (${reason}${message === undefined ? "" : `: ${message}`})`;
}

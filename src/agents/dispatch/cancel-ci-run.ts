import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import type { CiCancelled } from "./ci-runs.ts";
import type { DispatchServices } from "./dispatch-services.ts";
import { withCondition } from "./run-conditions.ts";
import { type DispatchRun, isOver } from "./run-status.ts";

/**
 * Has the CI run of a cancelled run stopped, and writes down on its attempt what came of it. Done again it does nothing: what was written
 * down is not asked for twice. A CI run in which other attempts are at work is left alone, as hosts stop whole runs only.
 */
export async function cancelCiRun(
  { store, now, ci }: DispatchServices,
  run: DispatchRun,
  signal: AbortSignal,
): Promise<void> {
  const { namespace } = run.metadata;
  const { currentAttempt: name } = run.status;
  if (run.status.phase !== "Cancelled" || name === undefined) return;
  const found = await store.read(async (reader) => {
    const attempt = await reader.get(agentDispatchAttempt, { namespace, name });
    const url = attempt?.status.ciRun;
    // A runner that has reported has nothing left to stop.
    if (!attempt || url === undefined || attempt.status.bundleDigest !== undefined || isSaid(attempt.status))
      return undefined;
    const fields = [{ field: "status.ciRun", equals: true, value: url }];
    let others = 0;
    for await (const one of reader.each(agentDispatchAttempt, { namespace, fields }))
      if (one.metadata.name !== name && !isOver(one)) others++;
    return { url, others };
  });
  if (!found) return;
  const came = await askHost(ci, found, signal);
  await store.write(async (writer) => {
    const attempt = await writer.hold(agentDispatchAttempt, { namespace, name });
    if (!attempt || isSaid(attempt.status)) return;
    const condition = {
      type: "CiRunStopped",
      ...conditions[came.state],
      message: came.message.slice(0, 4000),
    };
    const noted = withCondition(attempt.status.conditions, condition, now().toISOString());
    await writer.setStatus(agentDispatchAttempt, attempt.metadata, { ...attempt.status, conditions: noted });
  });
}

type Answer = CiCancelled | { readonly state: "unasked"; readonly message: string };

async function askHost(
  ci: DispatchServices["ci"],
  { url, others }: { readonly url: string; readonly others: number },
  signal: AbortSignal,
): Promise<Answer> {
  if (others > 0)
    return {
      state: "impossible",
      message: `${others} other attempts are at work in ${url}, and hosts stop whole runs: it goes on, and what it brings for this attempt does not count`,
    };
  if (!ci)
    return { state: "unasked", message: `nobody has a token to stop ${url} with: set IDENTIKIT_HOST_TOKEN` };
  return await ci.cancel(url, signal);
}

const conditions = {
  told: { status: "True", reason: "Told" },
  over: { status: "True", reason: "Over" },
  impossible: { status: "False", reason: "NotStopped", severity: "warning", remedy: "Stop it on its page." },
  unasked: { status: "Unknown", reason: "NoToken", severity: "warning", remedy: "Stop it on its page." },
} as const;

/** Whether it was found out before; who had no token leaves it to one who has. */
function isSaid({
  conditions: all,
}: {
  readonly conditions?: readonly { readonly type: string; readonly status: string }[] | undefined;
}): boolean {
  const said = all?.find(({ type }) => type === "CiRunStopped");
  return said !== undefined && said.status !== "Unknown";
}

import type { CommandContext } from "../../commands/context.ts";
import type { CommandResult } from "../../commands/result.ts";
import { HostApi } from "../../host/api.ts";
import { hostOf, runUrlOf } from "../../host/host.ts";
import { setCommitStatus } from "../../host/status.ts";
import { eventOf } from "../around/event-of.ts";
import type { CommitStatusOptions } from "../commit-status.ts";
import { states } from "./states.ts";

export async function run(context: CommandContext, options: CommitStatusOptions): Promise<CommandResult> {
  const { env, log, signal } = context;
  const host = hostOf(env);
  const api = await HostApi.open({
    host,
    repository: env.GITHUB_REPOSITORY ?? "",
    token: options.token ?? "",
    log,
    signal,
  });
  const name = options.context ?? `identikit/${env.GITHUB_JOB ?? "workflow"}`;
  const state = states[options.result];
  const targetUrl = options.targetUrl ?? runUrlOf(host, env);
  const { commit } = eventOf(env, options.commit);
  const outcome = await setCommitStatus(api, {
    commit,
    context: name,
    state,
    description: options.description ?? options.result,
    ...(targetUrl === undefined ? {} : { targetUrl }),
  });
  if (outcome.kind === "denied") log.warn(`status ${name} not written: ${outcome.reason}`);
  const account = outcome.kind === "denied" ? [] : [`status ${name} is ${state} on ${commit.slice(0, 12)}`];
  return { outputs: { state, written: outcome.kind !== "denied" }, account };
}

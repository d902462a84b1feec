import { z } from "zod";
import { defineCommand } from "../commands/command.ts";
import { option, text } from "../commands/options/option.ts";
import { hostOf, runUrlOf } from "../host/host.ts";
import type { CommitState } from "../host/status.ts";
import { commitInput, eventOf, tokenInput } from "./around/announce.ts";
import type { Action } from "./frame/action.ts";

/** What a step or a job can come to, as a state. What was cancelled or skipped has verified nothing. */
const states = {
  clean: "success",
  drift: "failure",
  unverified: "error",
  success: "success",
  failure: "failure",
  error: "error",
  pending: "pending",
  cancelled: "error",
  skipped: "error",
} as const satisfies Readonly<Record<string, CommitState>>;

type Result = keyof typeof states;

const command = defineCommand({
  name: "commit-status",
  summary: "Set a commit status from another step's result",
  example: "only as an action",
  options: z.object({
    result: option(z.enum(Object.keys(states) as [Result, ...Result[]]), {
      kind: "text",
      value: Object.keys(states).join("|"),
      description: `What came of the other step or job: ${Object.keys(states).join(", ")}.`,
      expression: "${{ job.status }}",
    }),
    context: text("NAME", "The status's name; `identikit/` and the job's id if left out."),
    description: text("TEXT", "One line beside the status; the result if left out."),
    targetUrl: text("URL", "Where the status leads; the page of this run if left out."),
    token: tokenInput,
    commit: commitInput,
  }),
  async run(context, options) {
    const { env, log, signal } = context;
    const [{ HostApi }, { setCommitStatus }] = await Promise.all([
      import("../host/api.ts"),
      import("../host/status.ts"),
    ]);
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
    const { commit } = await eventOf(context, options.commit);
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
  },
});

export const action: Action = {
  name: "commit-status",
  description: "Sets a commit status from another step's result, on GitHub and Gitea alike.",
  command,
  outputs: {
    state: "The state that was set: success, failure, error or pending.",
    written: "Whether the token was allowed to set it.",
  },
};

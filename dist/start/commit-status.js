import { defineCommand, option, text } from "./faces.js";
import { _enum, object } from "../vendor/zod.js";
import { commitInput, eventOf, hostOf, runUrlOf, tokenInput } from "./actions.js";
// src/actions/commit-status.ts
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
	skipped: "error"
};
const action = {
	name: "commit-status",
	description: "Sets a commit status from another step's result, on GitHub and Gitea alike.",
	command: defineCommand({
		name: "commit-status",
		summary: "Set a commit status from another step's result",
		example: "only as an action",
		options: object({
			result: option(_enum(Object.keys(states)), {
				kind: "text",
				value: Object.keys(states).join("|"),
				description: `What came of the other step or job: ${Object.keys(states).join(", ")}.`,
				expression: "${{ job.status }}"
			}),
			context: text("NAME", "The status's name; `identikit/` and the job's id if left out."),
			description: text("TEXT", "One line beside the status; the result if left out."),
			targetUrl: text("URL", "Where the status leads; the page of this run if left out."),
			token: tokenInput,
			commit: commitInput
		}),
		async run(context, options) {
			const { env, log, signal } = context;
			const [{ HostApi }, { setCommitStatus }] = await Promise.all([import("../rooms/host.js"), import("../rooms/host.js")]);
			const host = hostOf(env);
			const api = await HostApi.open({
				host,
				repository: env.GITHUB_REPOSITORY ?? "",
				token: options.token ?? "",
				log,
				signal
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
				...targetUrl === void 0 ? {} : { targetUrl }
			});
			if (outcome.kind === "denied") log.warn(`status ${name} not written: ${outcome.reason}`);
			const account = outcome.kind === "denied" ? [] : [`status ${name} is ${state} on ${commit.slice(0, 12)}`];
			return {
				outputs: {
					state,
					written: outcome.kind !== "denied"
				},
				account
			};
		}
	}),
	outputs: {
		state: "The state that was set: success, failure, error or pending.",
		written: "Whether the token was allowed to set it."
	}
};
export { action };

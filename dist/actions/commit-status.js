import { HostApi, setCommitStatus } from "../rooms/host.js";
import { hostOf, runUrlOf } from "../start/faces.js";
import { eventOf } from "../rooms/actions-with-host.js";
import { states } from "../start/commit-status.js";
// src/actions/commit-status/body.ts
async function run(context, options) {
	const { env, log, signal } = context;
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
	const { commit } = eventOf(env, options.commit);
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
export { run };

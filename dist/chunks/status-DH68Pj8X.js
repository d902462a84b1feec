import "./rolldown-runtime-DqgWs3Hx.js";
import { F as visible, P as shortened } from "./foundation-QtvXJkSz.js";
import { n as statusOf } from "./api-Bpn2FH3j.js";
/** The states that GitHub and Gitea share. */
const commitStates = [
	"pending",
	"success",
	"failure",
	"error"
];
/** The state that a verdict becomes. */
function stateOf(verdict) {
	return {
		clean: "success",
		drift: "failure",
		unverified: "error"
	}[verdict];
}
/**
* Sets a commit status. A token that may only read, as forks get it, is an outcome and not an error.
* @throws {IdentikitError} `HOST_UNREACHABLE`; `HOST_DENIED` for a token that is not valid at all
*/
async function setCommitStatus(api, status) {
	let { owner, repo } = api, attempt = `set the status ${status.context} on ${status.commit.slice(0, 12)}`;
	try {
		return await api.octokit.rest.repos.createCommitStatus({
			owner,
			repo,
			sha: status.commit,
			state: status.state,
			context: status.context,
			description: describe(status),
			...status.targetUrl === void 0 ? {} : { target_url: status.targetUrl }
		}), { kind: "written" };
	} catch (cause) {
		let code = statusOf(cause);
		if (code === 403 || code === 404) return {
			kind: "denied",
			reason: api.fault(cause, attempt).message
		};
		if (code === 422 && await currentState(api, status) === status.state) return { kind: "unchanged" };
		throw api.fault(cause, attempt);
	}
}
/**
* The newest state of a context on a commit, `undefined` where none was set.
* @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`
*/
async function currentState(api, { commit, context }) {
	let { owner, repo } = api, rows = api.rows(async (paging) => {
		let { data, headers } = await api.octokit.rest.repos.getCombinedStatusForRef({
			owner,
			repo,
			ref: commit,
			...paging
		}), { statuses } = data || {};
		return {
			data: statuses ?? null,
			headers
		};
	});
	try {
		for await (let row of rows) if (row.context === context) return row.state ?? row.status;
		return;
	} catch (cause) {
		throw api.fault(cause, `read the statuses of ${commit.slice(0, 12)}`);
	}
}
function describe(status) {
	return shortened(visible(status.description), 140);
}
export { stateOf as i, currentState as n, setCommitStatus as r, commitStates as t };

import { object } from "../vendor/zod.js";
import { agentWorkspacePolicy } from "./agents.js";
import { harvestWorkspace, makeWorkspace, readGitState } from "./workspace-with-agents-child_process.js";
import { gitRemote } from "./workspace-with-child_process.js";
import { hostname } from "node:os";
// src/supervisor/host-workspaces.ts
const workspaceParts = object({ workspacePolicy: agentWorkspacePolicy.spec.pick({
	mode: true,
	caches: true
}).optional() });
function hostWorkspaces({ root, addressOf, credential }) {
	return { async make(ticket, signal) {
		const { workspacePolicy } = workspaceParts.parse(ticket.stack.profile);
		const made = await makeWorkspace(root, {
			namespace: ticket.namespace,
			name: workspaceName(ticket),
			repository: ticket.repository,
			remote: gitRemote(addressOf(ticket.repository), credential),
			...startOf(ticket),
			tier: ticket.trustTier,
			mode: workspacePolicy?.mode ?? "worktree",
			caches: workspacePolicy?.caches
		}, signal);
		return {
			name: made.name,
			host: hostname(),
			path: made.path,
			base: made.base,
			git: made.git,
			async harvest(blobs, until) {
				const harvest = await harvestWorkspace(root, made, {
					blobs,
					signal: until
				});
				const { patch, digest, refused } = harvest;
				return {
					...digest === void 0 ? {} : { patch },
					refused: refused.map(({ path, reason }) => `${path}: ${reason}`),
					git: await readGitState(root, made, until, harvest)
				};
			}
		};
	} };
}
function workspaceName({ run, workspace = run }) {
	return workspace;
}
function startOf({ sourceRefs }) {
	const { pullRequest, head, base, ref, defaultBranch } = sourceRefs;
	const commit = head ?? base;
	const wanted = (pullRequest === void 0 ? ref : `refs/pull/${pullRequest}/head`) ?? (commit === void 0 && defaultBranch !== void 0 ? `refs/heads/${defaultBranch}` : void 0);
	return {
		...wanted === void 0 ? {} : { ref: wanted },
		...commit === void 0 ? {} : { commit }
	};
}
export { hostWorkspaces };

import { object } from "../vendor/zod.js";
import { agentWorkspacePolicy } from "./agents.js";
import { keptBefore } from "./agents-with-diff.js";
import { harvestWorkspace, keptElsewhere, makeWorkspace, readGitState } from "./workspace-with-agents-child_process.js";
import { workspaceRef } from "./workspace.js";
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
		let harvested;
		return {
			name: made.name,
			host: hostname(),
			path: made.path,
			base: made.base,
			git: made.git,
			async harvest(blobs, until) {
				const harvest = await harvestWorkspace(root, made, {
					blobs,
					before: keptBefore,
					signal: until
				});
				harvested = harvest;
				const { patch, digest, refused } = harvest;
				return {
					...digest === void 0 ? {} : { patch },
					refused: refused.map(({ path, reason }) => `${path}: ${reason}`),
					git: await readGitState(root, made, until, harvest)
				};
			},
			kept: () => {
				if (harvested) keptElsewhere(root, made, harvested);
			}
		};
	} };
}
function workspaceName({ run, workspace = run }) {
	return workspace;
}
function startOf({ sourceRefs }) {
	const { head, base } = sourceRefs;
	const [ref, commit] = [workspaceRef(sourceRefs), head ?? base];
	return {
		...ref === void 0 ? {} : { ref },
		...commit === void 0 ? {} : { commit }
	};
}
export { hostWorkspaces };

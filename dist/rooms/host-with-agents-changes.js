import { readRef } from "./agents.js";
import { looseObject, string } from "../vendor/zod.js";
import { IdentikitError } from "../start/faces.js";
import { HostApi, checkPathName, isMemberOf, readChangedPaths, readOne, readPermission, readProtection, userSchema } from "./host.js";
import { readFileAt } from "./host-with-changes.js";
// src/host/run-facts.ts
const side = looseObject({
	ref: string(),
	sha: string(),
	repo: looseObject({ full_name: string() }).nullish()
});
const pullSchema = looseObject({
	head: side,
	base: side
});
const repositorySchema = looseObject({ default_branch: string() });
const branchSchema = looseObject({ commit: looseObject({
	sha: string().optional(),
	id: string().optional()
}) });
const tagSchema = looseObject({ object: looseObject({
	sha: string(),
	type: string().optional()
}) });
var RunFacts = class {
	#options;
	#apis = new Map();
	constructor(options) {
		this.#options = options;
	}
	async factsOf({ repository, actor, ref, pullRequest }) {
		const api = await this.#api(repository);
		checkPathName("login", actor);
		const { permission, isBot } = await readPermission(api, actor);
		const content = await this.#contentOf(api, {
			ref,
			pullRequest
		});
		return {
			host: api.dialect,
			serverUrl: this.#options.host.serverUrl,
			actor,
			permission,
			teams: await this.#teamsOf(api, actor),
			isFork: content.isFork,
			isProtectedRef: !content.isFork && await readProtection(api, content.ref),
			...isBot ? { isBot } : {}
		};
	}
	async changedPaths({ repository, pullRequest, base, head }) {
		return await readChangedPaths(await this.#api(repository), {
			pullRequest,
			base,
			head
		});
	}
	async placeOf({ repository, ref, pullRequest }) {
		const api = await this.#api(repository);
		const common = {
			host: api.dialect,
			serverUrl: this.#options.host.serverUrl
		};
		const defaultBranch = await readDefaultBranch(api);
		if (pullRequest !== void 0) {
			const { head, base } = await readPull(api, pullRequest);
			const isFork = isOtherRepository(api, head);
			const headRepository = isFork && head.repo ? { headRepository: head.repo.full_name } : {};
			const refs = {
				ref: readRef(withHeads(base.ref)).ref,
				head: head.sha,
				base: base.sha,
				defaultBranch,
				pullRequest,
				...headRepository
			};
			const isProtected = !isFork && await readProtection(api, withHeads(head.ref));
			return {
				...common,
				refs,
				isProtected
			};
		}
		const read = readRef(ref ?? defaultBranch);
		const head = await readTip(api, read);
		return {
			...common,
			refs: {
				ref: read.ref,
				head,
				defaultBranch
			},
			isProtected: await readProtection(api, read.ref)
		};
	}
	async fileAt(repository, commit, path) {
		return await readFileAt(await this.#api(repository), commit, path);
	}
	async ownLogin(repository) {
		const api = await this.#api(repository);
		const { login } = await readOne(api, {
			attempt: "read whose token it is",
			url: "/user",
			schema: userSchema
		});
		return login;
	}
	async #contentOf(api, { ref, pullRequest }) {
		if (pullRequest !== void 0) {
			const { head } = await readPull(api, pullRequest);
			return {
				ref: withHeads(head.ref),
				isFork: isOtherRepository(api, head)
			};
		}
		return {
			ref: ref ?? withHeads(await readDefaultBranch(api)),
			isFork: false
		};
	}
	async #teamsOf(api, actor) {
		const { named, refused } = await this.#options.teams();
		const found = [];
		for (const team of new Set([...refused, ...named])) try {
			if (await isMemberOf(api, team, actor)) found.push(team);
		} catch (caught) {
			if (!(caught instanceof IdentikitError && caught.code === "HOST_DENIED") || refused.includes(team)) throw caught;
			this.#options.log.warn(`the token may not see the team ${team}: what it is given does not count for ${actor}`);
		}
		return found;
	}
	#api(repository) {
		for (const part of repository.split("/")) checkPathName("repository", part);
		let api = this.#apis.get(repository);
		if (!api) {
			api = HostApi.open({
				...this.#options,
				repository
			});
			this.#apis.set(repository, api);
		}
		return api;
	}
};
function readPull(api, number) {
	const attempt = `read the pull request #${number}`;
	return readOne(api, {
		attempt,
		url: `pulls/${number}`,
		schema: pullSchema
	});
}
async function readDefaultBranch(api) {
	const { owner, repo } = api;
	const url = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
	const { default_branch: branch } = await readOne(api, {
		attempt: "read the repository",
		url,
		schema: repositorySchema
	});
	return branch;
}
async function readTip(api, { ref, branch, tag }) {
	if (branch !== void 0) {
		const url = `branches/${encodeURIComponent(branch)}`;
		const { commit } = await readOne(api, {
			attempt: `read the branch ${branch}`,
			url,
			schema: branchSchema
		});
		return commit.sha ?? commit.id ?? "";
	}
	const url = tag === void 0 ? `commits/${encodeURIComponent(ref)}` : `git/ref/tags/${encodeURIComponent(tag)}`;
	const { object } = await readOne(api, {
		attempt: `read ${ref}`,
		url,
		schema: tagSchema
	});
	return object.sha;
}
function isOtherRepository({ owner, repo }, { repo: head }) {
	return head?.full_name.toLowerCase() !== `${owner}/${repo}`.toLowerCase();
}
function withHeads(branch) {
	return branch.startsWith("refs/") ? branch : `refs/heads/${branch}`;
}
export { RunFacts };

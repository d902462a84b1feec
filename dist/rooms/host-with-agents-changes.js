import { readRef } from "./agents.js";
import { looseObject, string } from "../vendor/zod.js";
import { IdentikitError } from "../start/faces.js";
import { HostApis, RepositoryReadings, checkPathName, isMemberOf, readChangedPaths, readOne, userSchema } from "./host.js";
import { readFileAt } from "./host-with-changes.js";
// src/host/run-facts.ts
const tagSchema = looseObject({ object: looseObject({
	sha: string(),
	type: string().optional()
}) });
var RunFacts = class RunFacts {
	#options;
	#apis;
	#kept = new Map();
	constructor(options) {
		this.#options = options;
		this.#apis = new HostApis(options);
	}
	keeping() {
		return new RunFacts({
			...this.#options,
			keeps: true
		});
	}
	async factsOf({ repository, actor, ref, pullRequest }) {
		const api = await this.#apis.of(repository);
		checkPathName("login", actor);
		const readings = this.#readingsOf(api);
		const { permission, isBot } = await readings.permission(actor);
		const content = await contentOf(api, readings, {
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
			isProtectedRef: !content.isFork && await readings.protection(content.ref),
			...isBot ? { isBot } : {}
		};
	}
	async changedPaths({ repository, pullRequest, base, head }) {
		return await readChangedPaths(await this.#apis.of(repository), {
			pullRequest,
			base,
			head
		});
	}
	async placeOf({ repository, ref, pullRequest }) {
		const api = await this.#apis.of(repository);
		const common = {
			host: api.dialect,
			serverUrl: this.#options.host.serverUrl
		};
		const readings = this.#readingsOf(api);
		const defaultBranch = await readings.defaultBranch();
		if (pullRequest !== void 0) {
			const { head, base } = await readings.pull(pullRequest);
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
			const isProtected = !isFork && await readings.protection(withHeads(head.ref));
			return {
				...common,
				refs,
				isProtected
			};
		}
		const read = readRef(ref ?? defaultBranch);
		const head = await readTip(api, readings, read);
		return {
			...common,
			refs: {
				ref: read.ref,
				head,
				defaultBranch
			},
			isProtected: await readings.protection(read.ref)
		};
	}
	async fileAt(repository, commit, path) {
		return await readFileAt(await this.#apis.of(repository), commit, path);
	}
	async ownLogin(repository) {
		const api = await this.#apis.of(repository);
		const { login } = await readOne(api, {
			attempt: "read whose token it is",
			url: "/user",
			schema: userSchema
		});
		return login;
	}
	#readingsOf(api) {
		if (!this.#options.keeps) return new RepositoryReadings(api);
		const kept = this.#kept.get(api) ?? new RepositoryReadings(api);
		this.#kept.set(api, kept);
		return kept;
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
};
async function contentOf(api, readings, { ref, pullRequest }) {
	if (pullRequest !== void 0) {
		const { head } = await readings.pull(pullRequest);
		return {
			ref: withHeads(head.ref),
			isFork: isOtherRepository(api, head)
		};
	}
	return {
		ref: ref ?? withHeads(await readings.defaultBranch()),
		isFork: false
	};
}
async function readTip(api, readings, { ref, branch, tag }) {
	if (branch !== void 0) {
		const { commit } = await readings.branch(branch);
		return commit?.sha ?? commit?.id ?? "";
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

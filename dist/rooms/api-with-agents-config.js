import { actorIdentity, permissionFor, reviewAccess, urlCovers } from "./agents.js";
import { readAccessState } from "./agents-with-config.js";
import { discoveryPaths } from "./api.js";
// src/api/kubernetes/token-access.ts
var TokenAccess = class {
	#options;
	#organization = new WeakMap();
	constructor(options) {
		this.#options = options;
	}
	async authenticate(token) {
		const { tokens, now } = this.#options;
		const found = token === void 0 ? void 0 : await tokens.find(token, now());
		if (!found) return void 0;
		this.#organization.set(found.actor, found.namespace);
		return found.actor;
	}
	async authorize(question) {
		const { user, verb } = question;
		const own = this.#organization.get(user);
		const who = this.#identity(user);
		if (own === void 0 || !who) return {
			allowed: false,
			reason: "it is not known who that is"
		};
		if (question.kind === "path") {
			const allowed = verb === "get" && discoveryPaths.some((path) => urlCovers(path, question.path)) || permissionFor(await this.#state(), who, {
				verb,
				path: question.path
			});
			return {
				allowed: Boolean(allowed),
				reason: "no role gives it"
			};
		}
		const { group: apiGroup, resource, subresource, namespace, name } = question;
		if (apiGroup === "" && resource === "namespaces") return {
			allowed: name === void 0 || name === own,
			reason: `the token is for ${own}`
		};
		if (namespace !== void 0 && namespace !== own) return {
			allowed: false,
			reason: `the token is for ${own}`
		};
		const asked = {
			verb,
			apiGroup,
			resource,
			subresource,
			namespace: namespace ?? "",
			name
		};
		return {
			allowed: permissionFor(await this.#state(), who, asked) !== void 0,
			reason: "no role gives it"
		};
	}
	async missingRight(user, rights) {
		const who = this.#identity(user);
		const own = this.#organization.get(user);
		const state = await this.#state();
		return rights.find((right) => !who || right.namespace !== own || !permissionFor(state, who, right));
	}
	async review(user) {
		const who = this.#identity(user);
		const namespace = this.#organization.get(user);
		return who && namespace !== void 0 ? reviewAccess(await this.#state(), who, { namespace }) : [];
	}
	async authorOf(user) {
		const identity = this.#identity(user);
		if (!identity) throw new TypeError("somebody writes who has not signed in");
		return {
			identity,
			organizations: this.#options.organizations
		};
	}
	#identity(user) {
		const own = this.#organization.get(user);
		return own === void 0 ? void 0 : actorIdentity(user, own, user.groups);
	}
	async #state() {
		const { store, organizations } = this.#options;
		return await store.read((reader) => readAccessState(reader, organizations));
	}
};
export { TokenAccess };

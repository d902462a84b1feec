import { actorIdentity, permissionFor, reviewAccess, scopesAllow, urlCovers } from "./agents.js";
import { AccessStates } from "./agents-with-config.js";
import { discoveryPaths } from "./api.js";
// src/api/kubernetes/token-access.ts
var TokenAccess = class {
	#options;
	#states;
	#grants = new WeakMap();
	constructor(options) {
		this.#options = options;
		this.#states = new AccessStates(options.organizations);
	}
	async authenticate(token) {
		const { tokens, now } = this.#options;
		const found = token === void 0 ? void 0 : await tokens.find(token, now());
		if (!found) return void 0;
		this.#grants.set(found.actor, found);
		return found.actor;
	}
	async authorize(question) {
		const { user, verb } = question;
		const own = this.#grants.get(user)?.namespace;
		const who = this.#identity(user);
		if (own === void 0 || !who) return {
			allowed: false,
			reason: "it is not known who that is"
		};
		if (question.kind === "path") return verb === "get" && discoveryPaths.some((path) => urlCovers(path, question.path)) ? { allowed: true } : await this.#answer(user, who, {
			verb,
			path: question.path
		});
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
		return await this.#answer(user, who, asked);
	}
	async #answer(user, who, asked) {
		const limit = this.limitOn(user, [asked]);
		if (limit !== void 0) return {
			allowed: false,
			reason: limit
		};
		return {
			allowed: permissionFor(await this.#state(), who, asked) !== void 0,
			reason: "no role gives it"
		};
	}
	limitOn(user, asked) {
		const scopes = this.#grants.get(user)?.scopes;
		if (scopes === void 0 || asked.every((one) => scopesAllow(scopes, one))) return void 0;
		return `the token is limited to ${scopes.join(", ") || "nothing"}`;
	}
	grantOf(user) {
		return this.#grants.get(user);
	}
	async missingRight(user, rights) {
		const who = this.#identity(user);
		const own = this.#grants.get(user)?.namespace;
		const state = await this.#state();
		return rights.find((right) => !who || right.namespace !== own || this.limitOn(user, [right]) || !permissionFor(state, who, right));
	}
	async review(user) {
		const who = this.#identity(user);
		const namespace = this.#grants.get(user)?.namespace;
		return who && namespace !== void 0 ? reviewAccess(await this.#state(), who, { namespace }) : [];
	}
	organizationOf(user) {
		return this.#grants.get(user)?.namespace;
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
		const own = this.#grants.get(user)?.namespace;
		return own === void 0 ? void 0 : actorIdentity(user, own, user.groups);
	}
	async stateSeenBy(reader) {
		return await this.#states.read(reader);
	}
	async #state() {
		return await this.#options.store.read((reader) => this.stateSeenBy(reader));
	}
};
export { TokenAccess };

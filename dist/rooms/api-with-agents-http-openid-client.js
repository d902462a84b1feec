import { ClientSecretPost, None, allowInsecureRequests, authorizationCodeGrant, buildAuthorizationUrl, calculatePKCECodeChallenge, clockTolerance, discovery, fetchUserInfo } from "../vendor/openid-client.js";
import { IdentikitError } from "../start/faces.js";
import { isLoopback } from "../http.js";
import { claimedPerson, groupsIn } from "./api-with-agents.js";
import { createHmac, randomBytes } from "node:crypto";
// src/api/doors/oidc-provider.ts
const timeoutSeconds = 10;
const toleranceSeconds = 30;
var OidcProvider = class {
	#options;
	#issuer;
	#found;
	constructor(options) {
		this.#options = options;
		this.#issuer = readIssuer(options.issuer);
	}
	async begin(secret, redirectUri) {
		const config = await this.#configuration();
		const { state, nonce, verifier } = partsOf(secret);
		return buildAuthorizationUrl(config, {
			redirect_uri: redirectUri,
			scope: this.#options.scope,
			state,
			nonce,
			code_challenge: await calculatePKCECodeChallenge(verifier),
			code_challenge_method: "S256"
		});
	}
	async finish(secret, answer) {
		const config = await this.#configuration();
		const { state, nonce, verifier } = partsOf(secret);
		const claims = await this.#claims(config, answer, {
			state,
			nonce,
			verifier
		}).catch((cause) => {
			throw faultOf(cause);
		});
		const { loginClaim, groupsClaim } = this.#options;
		const person = claimedPerson(claims[loginClaim], groupsIn(claims[groupsClaim]), this.#options);
		if (person) return person;
		throw new IdentikitError("OIDC_REFUSED", `the claim ${loginClaim} does not hold a login`, { remedy: "Name the claim that has the login with --oidc-login-claim, and a scope that gives it with --oidc-scope." });
	}
	async #claims(config, answer, { state, nonce, verifier }) {
		const tokens = await authorizationCodeGrant(config, answer, {
			expectedState: state,
			expectedNonce: nonce,
			pkceCodeVerifier: verifier,
			idTokenExpected: true
		});
		const claims = tokens.claims();
		if (!claims) throw new TypeError("there is no ID token");
		const { loginClaim, groupsClaim } = this.#options;
		if (loginClaim in claims && groupsClaim in claims || config.serverMetadata().userinfo_endpoint === void 0) return claims;
		return {
			...await fetchUserInfo(config, tokens.access_token, claims.sub),
			...claims
		};
	}
	async #configuration() {
		this.#found ??= this.#discover();
		try {
			return await this.#found;
		} catch (cause) {
			this.#found = void 0;
			throw unreachable(this.#issuer, cause);
		}
	}
	async #discover() {
		const { clientId, clientSecret } = this.#options;
		const isPlain = this.#issuer.protocol === "http:";
		const config = await discovery(this.#issuer, clientId, { [clockTolerance]: toleranceSeconds }, clientSecret === void 0 ? None() : secretAuth(clientSecret), {
			timeout: timeoutSeconds,
			execute: isPlain ? [allowInsecureRequests] : []
		});
		config.timeout = timeoutSeconds;
		return config;
	}
};
function secretAuth(secret) {
	const inForm = ClientSecretPost(secret);
	return (server, client, body, headers) => {
		if (!(server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"]).includes("client_secret_basic")) return inForm(server, client, body, headers);
		const credential = [client.client_id, secret].map(formEncoded).join(":");
		headers.set("authorization", `Basic ${Buffer.from(credential).toString("base64")}`);
	};
}
function formEncoded(text) {
	return new URLSearchParams([[text, ""]]).toString().slice(0, -1);
}
function newSecret() {
	return randomBytes(32).toString("base64url");
}
function partsOf(secret) {
	const part = (name) => createHmac("sha256", secret).update(`identikit oidc ${name}`).digest("base64url");
	return {
		state: part("state"),
		nonce: part("nonce"),
		verifier: part("verifier")
	};
}
function readIssuer(text) {
	const url = URL.canParse(text) ? new URL(text) : void 0;
	if (!url || !["http:", "https:"].includes(url.protocol)) throw new IdentikitError("USAGE", `${JSON.stringify(text)} is not the URL of an issuer`, { remedy: "Write it as the provider's discovery document does, such as https://forge.example.com/." });
	if (url.protocol === "http:" && !isLoopback(url.hostname)) throw new IdentikitError("AUTH_REQUIRED", `what ${url.origin} says of people would come as plain text`, { remedy: "Reach the provider by https; plain HTTP is for one on this machine." });
	return url;
}
function unreachable(issuer, cause) {
	return new IdentikitError("OIDC_UNREACHABLE", `the provider ${issuer.origin} does not answer as one`, {
		remedy: "Check --oidc-issuer and the network; the server asks again at the next sign-in.",
		retry: { kind: "later" },
		cause
	});
}
function faultOf(cause) {
	const what = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
	return new IdentikitError("OIDC_REFUSED", `the answer of the provider does not hold${what}`, {
		remedy: "Sign in again, in one tab; if it stays, check the client, its secret and the callback address at the provider.",
		cause
	});
}
export { OidcProvider, newSecret };

import { Hono } from "../vendor/hono.js";
import { TrustedPeers, addressKey, bearerToken, cookieName, cookieValue, foreignPage, guardAnswer, loginPage, loginScript, loginScriptPath, nextPlace, onwardPage, setCookie } from "./api.js";
import { bearSession, isForm, oneField, readFormBody, withToken } from "./api-with-http.js";
import { refusalTo, wantsPage } from "./api-with-agents-http.js";
import { RequestLimits } from "./api-with-agents.js";
import { asFault } from "../start/faces.js";
import { newSecret } from "./api-with-agents-http-openid-client.js";
import { EventEmitter } from "node:events";
// src/api/doors/oidc-routes.ts
const patienceSeconds = 600;
function oidcRoutes({ provider, sessions, names, limit, onFault }) {
	const { isSecure } = names;
	const nameAt = (host = "") => cookieName("login", host, isSecure);
	const redirectUri = (host = "") => `${names.originOf(host)}/login/callback`;
	const cookie = (host, value, maxAgeSeconds) => setCookie(value, {
		name: nameAt(host),
		isSecure,
		sameSite: "Lax",
		maxAgeSeconds
	});
	const refuse = (context, thrown) => {
		onFault(thrown);
		return refusalTo(context.req.raw, refusalOfFault(thrown));
	};
	const leave = async (context) => {
		const { req } = context;
		try {
			const secret = newSecret();
			const host = req.header("host");
			const location = await provider.begin(secret, redirectUri(host));
			const value = `${secret}.${Buffer.from(nextPlace(req.query("next"))).toString("base64url")}`;
			const headers = {
				location: location.href,
				"set-cookie": cookie(host, value, patienceSeconds)
			};
			return new Response(null, {
				status: 302,
				headers
			});
		} catch (thrown) {
			return refuse(context, thrown);
		}
	};
	const comeBack = async (context) => {
		const { req } = context;
		const limited = limit(context);
		if (limited) return refusalTo(req.raw, limited);
		const host = req.header("host");
		const [secret = "", place = ""] = cookieValue(req.header("cookie") ?? null, nameAt(host))?.split(".") ?? [];
		if (secret === "") return refusalTo(req.raw, notBegun);
		try {
			const answer = new URL(redirectUri(host));
			answer.search = new URL(req.url).search;
			const actor = await provider.finish(secret, answer);
			const page = onwardPage(nextPlace(Buffer.from(place, "base64url").toString()));
			page.headers.append("set-cookie", await sessions.begin(req.raw, actor));
			page.headers.append("set-cookie", cookie(host, "", 0));
			return page;
		} catch (thrown) {
			return refuse(context, thrown);
		}
	};
	return new Hono().get("/login/oidc", leave).get("/login/callback", comeBack);
}
const notBegun = {
	status: 401,
	code: "OIDC_REFUSED",
	message: "this sign-in did not begin in this browser, or took too long",
	remedy: "Open /login and sign in again."
};
function refusalOfFault(thrown) {
	const { code, message, remedy } = asFault(thrown);
	if (code === "OIDC_REFUSED") return {
		status: 401,
		code,
		message,
		remedy
	};
	return {
		status: 503,
		code: "OIDC_UNREACHABLE",
		message: "nobody can be signed in just now",
		remedy: "Try again in a while; the log of the server says why.",
		headers: { "retry-after": "10" }
	};
}
// src/api/doors/sign-in.ts
function signInRoutes(options, door) {
	const { signIn, sessions, access, names, stylesheet, onFault } = options;
	const show = (page) => loginPage({
		...page,
		kind: signIn.kind,
		stylesheet
	});
	const isSignedIn = async (request) => await access.authenticate(sessions.tokenOf(request)) !== void 0;
	const ask = async (context) => {
		const { req } = context;
		const next = nextPlace(req.query("next"));
		if (signIn.kind === "proxy") {
			const person = signIn.proxy.personOf(req.raw, door.peerOf(context));
			if (person && "status" in person) return refusalTo(req.raw, person);
			if (!person) return show({
				status: 401,
				next
			});
			return withCookie(onwardPage(next), await sessions.begin(req.raw, person));
		}
		if (await isSignedIn(req.raw)) return onwardPage(next);
		if (req.header("sec-fetch-site") === "cross-site") return onwardPage(loginPath(next), "Sign in");
		if (signIn.kind === "loopback") signIn.print();
		return show({
			status: 200,
			next
		});
	};
	const cookieFor = async (request, token) => {
		const actor = signIn.kind === "proxy" ? void 0 : await access.authenticate(token);
		const grant = actor && access.grantOf(actor);
		return actor && grant ? await sessions.begin(request, actor, grant) : void 0;
	};
	const enter = async (context) => {
		const { raw } = context.req;
		const foreign = foreignPage(raw, names);
		if (foreign !== void 0 || !isForm(raw)) return refusalTo(raw, notOurForm(foreign));
		const fields = (await readFormBody(raw))?.fields ?? new URLSearchParams();
		const next = nextPlace(oneField(fields, "next"));
		const [link, token] = [oneField(fields, "link") || void 0, oneField(fields, "token")?.trim() ?? ""];
		if (signIn.kind === "loopback" && signIn.links.take(link ?? fragmentOf(token))) return redirect(next, await sessions.begin(raw, signIn.owner));
		const limited = door.limit(context);
		if (limited) return refusalTo(raw, limited);
		const cookie = link === void 0 ? await cookieFor(raw, token) : void 0;
		if (cookie !== void 0) return redirect(next, cookie);
		if (signIn.kind === "loopback") signIn.print();
		return show({
			status: 401,
			next,
			problem: problemOf(signIn.kind, link)
		});
	};
	const leave = async ({ req: { raw } }) => {
		const request = await bearSession(raw, sessions, names);
		return request instanceof Request ? redirect("/login", await sessions.end(raw)) : refusalTo(raw, request);
	};
	const routes = new Hono().get("/login", ask).post("/login", enter).get(loginScriptPath, () => scriptAnswer()).post("/logout", leave);
	if (signIn.kind !== "oidc") return routes;
	const { provider } = signIn;
	return routes.route("/", oidcRoutes({
		provider,
		sessions,
		names,
		limit: door.limit,
		onFault
	}));
}
function loginPath(next) {
	return next === "/" ? "/login" : `/login?next=${encodeURIComponent(next)}`;
}
function fragmentOf(pasted) {
	return pasted.slice(pasted.indexOf("#") + 1);
}
function problemOf(kind, link) {
	if (kind === "loopback" && link !== void 0) return "That link is used or over. A new one stands on the terminal of identikit serve.";
	return "That token is wrong, withdrawn or over.";
}
function redirect(location, cookie) {
	return withCookie(new Response(null, {
		status: 303,
		headers: { location }
	}), cookie);
}
function withCookie(answer, cookie) {
	answer.headers.append("set-cookie", cookie);
	return answer;
}
function scriptAnswer() {
	return new Response(loginScript, { headers: { "content-type": "text/javascript; charset=utf-8" } });
}
function notOurForm(foreign) {
	return {
		status: 403,
		code: "CSRF_REFUSED",
		message: `nobody is signed in by this request: ${foreign ?? "it is not the form of the login page"}`,
		remedy: "Open /login on this server and use its form."
	};
}
// src/api/doors/doors.ts
function doors(options) {
	const { names, sessions, access, signIn, app, probes = new Hono(), figures, elapsed } = options;
	const peers = options.peers ?? new TrustedPeers([]);
	const limits = new RequestLimits(elapsed);
	const probed = new Set(probes.routes.map(({ path }) => path));
	const peerOf = ({ env }) => String(env.incoming?.socket?.remoteAddress ?? "");
	const limit = (context) => {
		const client = peers.clientOf(peerOf(context), context.req.header("x-forwarded-for") ?? null);
		return limits.refuseLogin(addressKey(client));
	};
	const proxy = signIn.kind === "proxy" ? signIn.proxy : void 0;
	const letIn = async (context) => {
		const { raw } = context.req;
		const named = proxy && await namedStill(raw, proxy, peerOf(context));
		if (named && !(named instanceof Request)) return named;
		const request = await bearSession(named ?? raw, sessions, names);
		if (!(request instanceof Request)) return request;
		const kind = limits.kindOf(raw.method, new URL(raw.url).pathname);
		const user = kind && await access.authenticate(bearerToken(request.headers.get("authorization")));
		return (kind && user && limits.refuse(kind, user)) ?? request;
	};
	const namedStill = async (request, by, peer) => {
		const person = by.personOf(request, peer);
		if (person && "status" in person) return person;
		const token = request.headers.has("authorization") ? void 0 : sessions.tokenOf(request);
		const actor = await access.authenticate(token);
		return actor && !(person && isSame(actor, person)) ? withToken(request, void 0) : request;
	};
	return new Hono().use(async (context, next) => {
		const { req } = context;
		const began = elapsed();
		const refusal = !(names.isOurs(req.header("host") ?? "") || probed.has(req.path)) || new URL(req.url).username !== "" ? otherHost : otherMethod(req.method);
		if (refusal) context.res = refusalTo(req.raw, refusal);
		else await next();
		guardAnswer(context.res, names.isSecure);
		if (figures) countAnswer(context, figures, elapsed() - began);
	}).route("/", probes).route("/", signInRoutes(options, {
		peerOf,
		limit
	})).all("*", async (context) => {
		const { raw } = context.req;
		const request = await letIn(context);
		if (!(request instanceof Request)) return refusalTo(raw, request);
		const answer = await app.fetch(withoutCookie(request), context.env);
		if (answer.status !== 401 || !wantsPage(raw)) return answer;
		const { pathname, search } = new URL(raw.url);
		return context.redirect(loginPath(raw.method === "GET" ? `${pathname}${search}` : "/"), 303);
	});
}
function countAnswer({ req, res, env }, figures, ms) {
	figures.count({
		method: req.method,
		path: req.path,
		status: res.status,
		seconds: ms / 1e3
	});
	if ((res.headers.get("content-type") === "text/event-stream" || req.query("watch") !== void 0) && res.ok && res.body && env.outgoing instanceof EventEmitter) env.outgoing.once("close", figures.open());
}
function isSame(one, other) {
	const text = ({ kind, name, groups = [] }) => JSON.stringify([
		kind,
		name.toLowerCase(),
		[...groups].sort()
	]);
	return text(one) === text(other);
}
function withoutCookie(request) {
	if (!request.headers.has("cookie")) return request;
	const [, token] = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "") ?? [];
	return withToken(request, token);
}
const methods = new Set([
	"GET",
	"HEAD",
	"POST",
	"PUT",
	"PATCH",
	"DELETE",
	"OPTIONS"
]);
function otherMethod(method) {
	if (methods.has(method)) return void 0;
	return {
		status: 405,
		code: "USAGE",
		message: "this server does not know the method",
		remedy: `Use one of ${[...methods].join(", ")}.`,
		headers: { allow: [...methods].join(", ") }
	};
}
const otherHost = {
	status: 421,
	code: "HOST_UNKNOWN",
	message: "this server has another name",
	remedy: "Ask for it under its own name; who runs it behind a proxy gives that with --public-url."
};
export { doors };

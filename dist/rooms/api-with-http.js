import { IdentikitError, isRecord } from "../start/faces.js";
import { _enum, array, literal, object, string } from "../vendor/zod.js";
import { decodeText, parseJson } from "./document.js";
import { BodyTooLong, isLoopback, readWhole } from "../http.js";
import { RequestRefused, foreignPage, hostOfHeader, isCsrfTokenOf, isDryRun, isTakenIn } from "./api.js";
import { createHash, timingSafeEqual } from "node:crypto";
// src/api/door.ts
function checkDoor({ host }, auth) {
	if (auth.kind !== "loopback" || isLoopback(host)) return;
	throw new IdentikitError("AUTH_REQUIRED", `${host} can be reached from other machines`, { remedy: "Listen on 127.0.0.1, or ask for a token (--auth token)." });
}
function door({ host }, auth) {
	const expected = auth.kind === "token" ? hashOf(`Bearer ${auth.token}`) : void 0;
	if (auth.kind === "inside") return (_, next) => next();
	return async (context, next) => {
		const asked = hostOfHeader(context.req.header("host") ?? "");
		if (isLoopback(host) && !isLoopback(asked)) return context.body(null, 421);
		const given = hashOf(context.req.header("authorization") ?? "");
		if (expected && !timingSafeEqual(expected, given)) return context.body(null, 401, { "www-authenticate": "Bearer" });
		return await next();
	};
}
function hashOf(text) {
	return createHash("sha256").update(text).digest();
}
// src/api/doors/server-names.ts
function serverNames({ host: listens }, publicUrl) {
	const isLocal = isLoopback(listens);
	if (publicUrl === void 0) return {
		isOurs: (host) => !isLocal || isLoopback(hostOfHeader(host)),
		originOf: (host) => `${isLocal ? "http" : "https"}://${host.toLowerCase()}`,
		isSecure: !isLocal
	};
	const url = readPublicUrl(publicUrl);
	return {
		isOurs: (host) => host.toLowerCase() === url.host || hostOfHeader(host.toLowerCase()) === hostOfHeader(url.host) || isLocal && isLoopback(hostOfHeader(host)),
		originOf: () => url.origin,
		isSecure: url.protocol === "https:"
	};
}
function readPublicUrl(text) {
	const url = URL.canParse(text) ? new URL(text) : void 0;
	if (!(url && ["http:", "https:"].includes(url.protocol) && url.pathname === "/" && !url.search) || url.username !== "" || url.hash !== "") throw new IdentikitError("USAGE", `${JSON.stringify(text)} is not the URL of a server`, { remedy: "Write it without a path, such as https://identikit.example.com." });
	if (url.protocol === "http:" && !isLoopback(url.hostname)) throw new IdentikitError("AUTH_REQUIRED", `sessions at ${url.origin} would go over the network as plain text`, { remedy: "Give the server an https URL: put what ends TLS before it." });
	return url;
}
// src/api/kubernetes/request-body.ts
const maxBodyBytes = 3145728;
function bodyType(request, known) {
	const given = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
	const type = known.find((one) => one === given);
	if (type !== void 0) return type;
	const why = given.startsWith("application/apply-patch") ? "server-side apply is not offered, since the server keeps no owners of fields: leave out --server-side" : `the body of the request was in an unknown format: ${JSON.stringify(given)}`;
	throw new RequestRefused("UnsupportedMediaType", `${why}; accepted media types: ${known.join(", ")}`);
}
async function jsonBody(request) {
	const bytes = await wholeBody(request);
	if (bytes.length === 0) return void 0;
	try {
		return parseJson(decodeText(bytes, "the body"), "the body").value;
	} catch (thrown) {
		if (thrown instanceof IdentikitError) throw new RequestRefused("BadRequest", thrown.message);
		throw thrown;
	}
}
function objectOf(value) {
	if (isRecord(value) && !Array.isArray(value)) return value;
	throw new RequestRefused("BadRequest", "the body of the request is not an object");
}
async function wholeBody({ body }) {
	if (body === null) return Buffer.alloc(0);
	try {
		return await readWhole({ body }, maxBodyBytes);
	} catch (thrown) {
		if (thrown instanceof BodyTooLong) throw new RequestRefused("RequestEntityTooLarge", `the body is longer than ${maxBodyBytes} bytes`);
		throw new RequestRefused("BadRequest", "the body could not be read to its end");
	}
}
// src/api/doors/form-body.ts
const mostBytes = 2097152;
function isUpload({ headers }) {
	return /^multipart\/form-data\s*;/i.test(headers.get("content-type") ?? "");
}
function isForm({ headers }) {
	return /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(headers.get("content-type") ?? "");
}
async function readFormBody({ headers, body }) {
	if (!body) return {
		fields: new URLSearchParams(),
		bytes: new Uint8Array()
	};
	try {
		const bytes = new Uint8Array(await readWhole({ body }, mostBytes));
		return {
			fields: await fieldsOfBody(bytes, headers.get("content-type") ?? ""),
			bytes
		};
	} catch (thrown) {
		if (thrown instanceof BodyTooLong) return void 0;
		throw thrown;
	}
}
async function fieldsOfBody(bytes, type) {
	if (!/^multipart\//i.test(type)) return new URLSearchParams(new TextDecoder().decode(bytes));
	const form = await new Response(bytes, { headers: { "content-type": type } }).formData().catch(() => void 0);
	return new URLSearchParams([...form ?? []].flatMap(([name, value]) => typeof value === "string" ? [[name, value]] : []));
}
function oneField(fields, name) {
	const values = fields.getAll(name);
	return values.length === 1 ? values[0] : void 0;
}
// src/api/doors/cookie-door.ts
const reading = new Set(["GET", "HEAD"]);
const changing = new Set([
	"POST",
	"PUT",
	"PATCH",
	"DELETE"
]);
const uploading = /^\/orgs\/[^/]+\/config\/bundle\/?$/;
function takesFile({ url }) {
	return uploading.test(new URL(url).pathname);
}
async function bearSession(request, sessions, names) {
	const token = sessions.tokenOf(request);
	if (token === void 0 || request.headers.has("authorization")) return request;
	if (reading.has(request.method)) {
		if (!isTakenIn(request)) return withToken(request, token);
		return csrfRefused("a page of another origin asks for it");
	}
	if (!changing.has(request.method)) return noMethod;
	const foreign = foreignPage(request, names);
	if (foreign !== void 0) return csrfRefused(foreign);
	const header = request.headers.get("x-csrf-token");
	if (header !== null) return isCsrfTokenOf(token, header) ? withToken(request, token) : csrfRefused("X-CSRF-Token is wrong");
	if (!isForm(request) && !(isUpload(request) && takesFile(request))) {
		if (request.headers.get("content-type")?.toLowerCase().startsWith("multipart/")) return multipart;
		return csrfRefused("X-CSRF-Token is missing");
	}
	const form = await readFormBody(request);
	if (!form) return tooLong;
	const given = oneField(form.fields, "csrf") ?? "";
	return isCsrfTokenOf(token, given) ? withToken(request, token, form.bytes) : csrfRefused("the field csrf is missing or wrong");
}
function withToken(request, token, body = request.body) {
	const headers = new Headers(request.headers);
	headers.delete("cookie");
	headers.delete("authorization");
	if (token !== void 0) headers.set("authorization", `Bearer ${token}`);
	const { method, url, signal } = request;
	return new Request(url, {
		method,
		headers,
		signal,
		...body === null || body === void 0 ? {} : {
			body,
			duplex: "half"
		}
	});
}
function csrfRefused(why) {
	return {
		status: 403,
		code: "CSRF_REFUSED",
		message: `this request could be another site's: ${why}`,
		remedy: "Load the page again and repeat what you did. Programs send a token of the API instead of a cookie."
	};
}
const noMethod = {
	status: 405,
	code: "CSRF_REFUSED",
	message: "a session reads with GET and HEAD, and changes with POST, PUT, PATCH and DELETE",
	remedy: "Use one of these methods."
};
const multipart = {
	status: 415,
	code: "CSRF_REFUSED",
	message: "forms are sent as application/x-www-form-urlencoded",
	remedy: "Leave out enctype; no file is taken here."
};
const tooLong = {
	status: 413,
	code: "RESOURCE_TOO_LARGE",
	message: "the form is too long",
	remedy: "Send less than 2 MiB."
};
// src/api/kubernetes/delete-options.ts
const form = object({
	kind: literal("DeleteOptions").optional(),
	dryRun: array(string()).nullish(),
	preconditions: object({
		uid: string().nullish(),
		resourceVersion: string().nullish()
	}).nullish(),
	propagationPolicy: _enum([
		"Orphan",
		"Background",
		"Foreground"
	]).nullish()
});
async function deleteOptions(request) {
	const hasType = request.headers.get("content-type") !== null;
	if (hasType) bodyType(request, ["application/json"]);
	const body = await jsonBody(request);
	if (body !== void 0 && !hasType) bodyType(request, ["application/json"]);
	const read = form.safeParse(body ?? {});
	if (!read.success) throw new RequestRefused("BadRequest", "the body is not a DeleteOptions of meta.k8s.io/v1");
	const { dryRun, preconditions } = read.data;
	return {
		dryRun: isDryRun(dryRun ?? []),
		uid: preconditions?.uid ?? void 0,
		resourceVersion: preconditions?.resourceVersion ?? void 0
	};
}
export { bearSession, bodyType, checkDoor, deleteOptions, door, isForm, jsonBody, objectOf, oneField, readFormBody, serverNames, withToken };

import { IdentikitError, isRecord } from "../start/faces.js";
import { _enum, array, literal, object, string } from "../vendor/zod.js";
import { decodeText, parseJson } from "./document.js";
import { BodyTooLong, isLoopback, readWhole } from "../http.js";
import { RequestRefused, hostOfHeader, isDryRun } from "./api.js";
import { createHash, timingSafeEqual } from "node:crypto";
// src/api/door.ts
function checkDoor({ host }, auth) {
	if (auth.kind !== "loopback" || isLoopback(host)) return;
	throw new IdentikitError("AUTH_REQUIRED", `${host} can be reached from other machines`, { remedy: "Listen on 127.0.0.1, or ask for a token (--auth token)." });
}
function door({ host }, auth) {
	const expected = auth.kind === "token" ? hashOf(`Bearer ${auth.token}`) : void 0;
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
export { bodyType, checkDoor, deleteOptions, door, jsonBody, objectOf };

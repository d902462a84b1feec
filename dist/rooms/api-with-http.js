import { IdentikitError } from "../start/faces.js";
import { isLoopback } from "../http.js";
import { hostOfHeader } from "./api.js";
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
export { checkDoor, door };

import { Hono } from "../vendor/hono.js";
import { bearerToken, pageBefore } from "./api.js";
import { IdentikitError } from "../start/faces.js";
import { assetRoutes } from "./console-with-hono.js";
import { PageRefused, ViewerCalls, addressOf, newPath, otherAddress, pathParts } from "./console.js";
import { pageBeforehand, performForm } from "./console-with-agents-http-yaml.js";
import { readForm, readUpload } from "./console-with-http.js";
import { PageMaker } from "./console-with-agents-diff-http-yaml.js";
// src/console/console-app.ts
function consoleApp(options) {
	const { access, home, onFault, assets, csrfTokenOf } = options;
	const pages = new PageMaker(options);
	const app = new Hono().route("/", assetRoutes(assets));
	app.get("/", (context) => context.redirect(addressOf(home, "agents")));
	for (const old of [
		"agents",
		"dispatches",
		"sessions",
		"inbox",
		"automations",
		"workspaces",
		"projects"
	]) app.on("GET", [`/${old}`, `/${old}/*`], (context) => {
		const { pathname, searchParams } = new URL(context.req.url);
		const to = newPath(home, pathname, searchParams);
		return to === void 0 ? context.notFound() : context.redirect(to, 308);
	});
	app.get("/orgs/:org", (context) => context.redirect(addressOf(context.req.param("org"), "agents")));
	app.get("/orgs/*", async (context) => {
		const asked = await askedBy(context);
		if (asked instanceof Response) return asked;
		const other = otherAddress(asked.organization, asked.parts);
		if (other !== void 0) return context.redirect(other, 308);
		return await answered(context, asked, () => pageBeforehand(asked, servicesOf(asked)));
	});
	app.post("/orgs/:org/*", async (context) => {
		const asked = await askedBy(context);
		if (asked instanceof Response) return asked;
		return await answered(context, asked, async () => {
			const done = await performForm(asked, servicesOf(asked), await readSent(asked.parts, context.req.raw));
			return "next" in done ? context.redirect(done.next, 303) : done;
		});
	});
	return app;
	function servicesOf({ token, viewer }) {
		const { drafts, now, sources } = options;
		return {
			drafts,
			proposals: sources.proposals,
			rehearse: sources.rehearse,
			missingRight: (rights) => access.missingRight(viewer, rights),
			calls: new ViewerCalls(options.api, token),
			now: now(),
			onFault
		};
	}
	async function askedBy(context) {
		const token = bearerToken(context.req.header("authorization") ?? null);
		const viewer = await access.authenticate(token);
		const { pathname, search, searchParams: query } = new URL(context.req.url);
		const address = pathname + search;
		if (token === void 0 || !viewer) return context.body(null, 401);
		const [, organization = "", ...parts] = pathParts(pathname) ?? [];
		if (access.organizationOf(viewer) !== organization) return await send(context, pages.refused({
			viewer,
			organization,
			parts,
			address,
			query,
			csrf: ""
		}, elsewhere), 404);
		return {
			viewer,
			organization,
			parts,
			address,
			query,
			csrf: csrfTokenOf(token),
			token
		};
	}
	async function answered(context, request, work) {
		try {
			const shown = await work();
			if (shown instanceof Response) return shown;
			return await send(context, await pages.make(shown.request), shown.status);
		} catch (thrown) {
			const refused = asRefusal(thrown);
			if (!refused) onFault(thrown);
			const shown = refused ?? new PageRefused(500, "This page could not be made; the server's log says why.");
			return await send(context, pages.refused(request, shown, pageBefore(context.req.raw)), shown.status);
		}
	}
	async function send(context, data, status) {
		context.header("cache-control", "no-store");
		context.header("vary", "accept, cookie");
		if (context.req.header("accept")?.startsWith("application/json")) return context.json(data, status);
		const { renderDocument } = await import("./console-with-preact-preact-render-to-string.js");
		return context.html(renderDocument(data, assets), status);
	}
}
async function readSent(parts, request) {
	return parts.join("/") === "config/bundle" ? await readUpload(request) : await readForm(request);
}
const elsewhere = new PageRefused(404, "You have not signed in to this organisation.", "Sign in to it, or choose another one.");
function asRefusal(thrown) {
	if (thrown instanceof PageRefused) return thrown;
	if (!(thrown instanceof IdentikitError) || thrown.code === "INTERNAL") return void 0;
	return new PageRefused(422, thrown.message, thrown.remedy, thrown.code);
}
export { consoleApp };

import { eventStream } from "../rooms/api-with-hono.js";
import { HttpServer } from "../rooms/api-with-hono-http.js";
import { parseListenAddress } from "../rooms/api.js";
import { IdentikitError } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { eventFile } from "../rooms/commands.js";
// src/commands/events/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const { log, signal } = context;
	const file = eventFile(context, project, options.events);
	const address = parseListenAddress(options.listen);
	const auth = authOf(context, options.auth);
	await using server = await HttpServer.start({
		address,
		auth,
		app: eventStream({
			file,
			signal
		}),
		signal
	});
	const url = `${server.url}/events`;
	log.info(`events of ${file} at ${url}`);
	const { promise: stopped, resolve: stop } = Promise.withResolvers();
	signal.addEventListener("abort", () => stop(), { once: true });
	await stopped;
	return {
		outputs: { url },
		account: ["stopped"]
	};
}
function authOf({ env, log }, kind) {
	if (kind === "loopback") return { kind };
	const token = env.IDENTIKIT_EVENTS_TOKEN;
	if (!token) throw new IdentikitError("AUTH_REQUIRED", "--auth token is given, and IDENTIKIT_EVENTS_TOKEN is not set", { remedy: "Set it to a long random value, and give the same to whoever is to listen." });
	log.mask(token);
	return {
		kind,
		token
	};
}
export { run };

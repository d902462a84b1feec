import { packIdentity } from "./agents-with-config-zlib.js";
import { runIdentity } from "./agents-with-config-yaml.js";
// src/agents/dispatch/run-ticket-identity.ts
async function ticketIdentity({ database }, stack, { grants }, secrets) {
	const names = secrets.map(({ name }) => name);
	const { config, leftOut } = await runIdentity(database, stack, grants, names);
	return {
		...packIdentity(config),
		leftOut: [...leftOut]
	};
}
export { ticketIdentity };

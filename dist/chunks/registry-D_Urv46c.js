import { I as IdentikitError, S as text, v as option } from "./foundation-QtvXJkSz.js";
import { f as object, g as string } from "./zod-BjridcMG.js";
import { n as defineAround } from "./action-BUSh5IPR.js";
const host = string().regex(/^[A-Za-z0-9.-]+(:\d+)?$|^\[[0-9A-Fa-f:]+\](:\d+)?$/, "must be a host, such as registry.example or ghcr.io"), inputs = object({
	registry: option(host.optional(), {
		kind: "text",
		value: "HOST",
		description: "The registry that the username and password are for; no other one sees them."
	}),
	registryUsername: text("NAME", "Who pulls and pushes; registries that take a bare token ignore it."),
	registryPassword: text("SECRET", "The password or token, from a secret; Docker's own configuration and its helpers are asked if left out.")
}), registryLogin = defineAround({
	inputs,
	equip: (context, { registry, registryUsername: username, registryPassword: password }) => {
		if (password === void 0) return context;
		if (context.log.mask(password), registry !== void 0) return {
			...context,
			registryCredential: {
				registry,
				username: username ?? "",
				password
			}
		};
		throw new IdentikitError("USAGE", "input registry-password is given without input registry", { remedy: "Name the registry that the password is for, such as ghcr.io." });
	}
});
export { registryLogin as t };

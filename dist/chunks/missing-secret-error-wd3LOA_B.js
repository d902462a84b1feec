import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
/** A placeholder names a secret that no provider has. */
var MissingSecretError = class extends IdentikitError {
	name = "MissingSecretError";
	secretName;
	/** @param needed what needs it, for the message: "agent scout, mcpServers.github.env.GITHUB_TOKEN" */
	constructor(secretName, needed) {
		super("MISSING_SECRET", `secret ${secretName} is missing; it is needed by ${needed}`, { remedy: `Set it with: identikit secret set ${secretName} (where it is set, its key is not here: IDENTIKIT_SECRET_KEYS).` }), this.secretName = secretName;
	}
};
export { MissingSecretError as t };

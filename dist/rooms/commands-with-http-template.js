import { contentCacheOf, policyNamed } from "./template.js";
import { sourceLimitsOf } from "./commands.js";
import { networkOf } from "./commands-with-http.js";
// src/commands/places/template-reading.ts
function templateReading(context, { root, settings }, given) {
	const { patienceMs, allowPrivateHosts } = networkOf(context, settings, given.network);
	return {
		root,
		cwd: context.cwd,
		policy: policyNamed(settings.policy, settings.policies),
		environment: context.env,
		limits: sourceLimitsOf(settings),
		tokens: settings.templateTokens,
		accepted: given.accepted,
		retry: { patienceMs },
		allowPrivateHosts,
		cache: contentCacheOf(context.env),
		signal: context.signal
	};
}
export { templateReading };

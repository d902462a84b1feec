import { readEvent } from "./host.js";
// src/actions/around/event-of.ts
function eventOf(env, commit) {
	return commit === void 0 ? readEvent(env) : {
		...readEvent({
			...env,
			GITHUB_SHA: commit
		}),
		commit
	};
}
export { eventOf };

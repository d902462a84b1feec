import { privateHostsIn } from "../http.js";
// src/commands/places/network.ts
/** What the options say, else the settings; hosts that may be private are those of the options, settings and variable. */
function networkOf({ env }, { network }, { retryFor = network.retryFor, allowPrivateHost } = { allowPrivateHost: [] }) {
	return {
		patienceMs: retryFor * 1e3,
		allowPrivateHosts: [
			...allowPrivateHost,
			...network.allowPrivateHosts,
			...privateHostsIn(env)
		]
	};
}
export { networkOf };

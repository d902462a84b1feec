import { privateHostsIn } from "../http.js";
// src/commands/places/network.ts
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

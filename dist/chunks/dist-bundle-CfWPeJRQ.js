import { o as __toESM } from "./rolldown-runtime-DqgWs3Hx.js";
import { t as require_light } from "./light-CGVvUG5p.js";
import { t as RequestError } from "./dist-src-EY3U2TD5.js";
var import_light = /* @__PURE__ */ __toESM(require_light(), 1), VERSION = "0.0.0-development";
function isRequestError(error) {
	return error.request !== void 0;
}
async function errorRequest(state, octokit, error, options) {
	if (!isRequestError(error) || !error?.request.request) throw error;
	if (error.status >= 400 && !state.doNotRetry.includes(error.status)) {
		let retries = options.request.retries == null ? state.retries : options.request.retries, retryAfter = ((options.request.retryCount || 0) + 1) ** 2;
		throw octokit.retry.retryRequest(error, retries, retryAfter);
	}
	throw error;
}
async function wrapRequest(state, octokit, request, options) {
	let limiter = new import_light.default();
	return limiter.on("failed", function(error, info) {
		let maxRetries = ~~error.request.request?.retries, after = ~~error.request.request?.retryAfter;
		if (options.request.retryCount = info.retryCount + 1, maxRetries > info.retryCount) return after * state.retryAfterBaseValue;
	}), limiter.schedule(requestWithGraphqlErrorHandling.bind(null, state, octokit, request), options);
}
async function requestWithGraphqlErrorHandling(state, octokit, request, options) {
	let response = await request(options);
	return response.data && response.data.errors && response.data.errors.length > 0 && /Something went wrong while executing your query/.test(response.data.errors[0].message) ? errorRequest(state, octokit, new RequestError(response.data.errors[0].message, 500, {
		request: options,
		response
	}), options) : response;
}
function retry(octokit, octokitOptions) {
	let state = Object.assign({
		enabled: !0,
		retryAfterBaseValue: 1e3,
		doNotRetry: [
			400,
			401,
			403,
			404,
			410,
			422,
			451
		],
		retries: 3
	}, octokitOptions.retry), retryPlugin = { retry: { retryRequest: (error, retries, retryAfter) => (error.request.request = Object.assign({}, error.request.request, {
		retries,
		retryAfter
	}), error) } };
	return state.enabled && (octokit.hook.error("request", errorRequest.bind(null, state, retryPlugin)), octokit.hook.wrap("request", wrapRequest.bind(null, state, retryPlugin))), retryPlugin;
}
retry.VERSION = VERSION;
export { VERSION, retry };

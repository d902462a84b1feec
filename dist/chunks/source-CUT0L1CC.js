import "./rolldown-runtime-DqgWs3Hx.js";
const defaultLimits = {
	maxBytes: 16777216,
	maxEntries: 1e4,
	timeoutMs: 12e4
}, commitPattern = /^([0-9a-f]{40}|[0-9a-f]{64})$/;
export { defaultLimits as n, commitPattern as t };

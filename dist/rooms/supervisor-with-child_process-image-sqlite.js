import { chooseIsolation } from "./isolation.js";
import { endLeftovers } from "./isolation-with-child_process-sqlite.js";
import { probeIsolation, startIsolated } from "./isolation-with-child_process-image-sqlite.js";
import { join } from "node:path";
import { existsSync } from "node:fs";
// src/supervisor/host-isolation.ts
const systemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
function hostIsolation(options) {
	const { host, programs, outbox, guards } = options;
	let found;
	return async ({ weakest, tier, network, image, hasProxySecrets }, signal) => {
		found ??= probeIsolation(host, signal);
		const kind = chooseIsolation(await found, {
			weakest,
			network,
			hasImage: image !== void 0,
			hasProxySecrets,
			tier: tier === "untrusted" ? "untrusted" : "trusted"
		});
		const own = kind === "container" ? [] : programs;
		const seen = kind === "container" ? void 0 : outbox;
		const mounts = [...own, ...seen ? [seen.program, seen.node] : []].filter((path) => !path.startsWith("/usr/") && existsSync(path)).map((path) => ({
			source: path,
			target: path,
			writable: false
		}));
		return {
			kind,
			path: [...own.flatMap((path) => [
				join(path, "node_modules/.bin"),
				join(path, "bin"),
				path
			].filter(existsSync)), systemPath].join(":"),
			temporary: "/tmp",
			outbox: seen,
			async start(request, stdin, until) {
				await endLeftovers(request.attempt, host);
				const started = await startIsolated({
					...request,
					isolation: kind,
					mounts: [...request.mounts, ...mounts],
					guards
				}, host, until);
				started.stdin.end(stdin);
				return {
					lines: started.lines(),
					ended: started.ended,
					stderr: () => started.stderrTail(),
					end: () => started.end()
				};
			}
		};
	};
}
export { hostIsolation };

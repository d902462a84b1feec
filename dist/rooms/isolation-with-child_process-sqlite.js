import { IdentikitError } from "../start/faces.js";
import { certain, pause } from "./fault.js";
import { AnchoredDirectory } from "./tree.js";
import { ExclusiveLock } from "./tree-with-sqlite.js";
import { nodeProgram, ownUser } from "./runtime.js";
import { agentFiles, asUser, bubblewrapOptions, handOver, launchCommand, processesByUser, processesOf, resourceLimits, systemProgram, userCommand } from "./isolation.js";
import { ChildVessel } from "./isolation-with-child_process.js";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { once } from "node:events";
// src/isolation/user/agent-uid.ts
const usualUids = {
	first: 2013e6,
	count: 1e3
};
const lowestUid = 1e5;
const lockDirectory = "/run/identikit/uids";
const pollMs = 20;
const killMs = 1e4;
var AgentUid = class AgentUid {
	id;
	#lock;
	constructor(id, lock) {
		this.id = id;
		this.#lock = lock;
	}
	static async take(host) {
		const { first, count } = rangeOf(host);
		for (let id = first; id < first + count; id++) {
			const lock = await lockOf(id);
			if (!lock) continue;
			const uid = new AgentUid(id, lock);
			await uid.endAll();
			return uid;
		}
		throw new IdentikitError("ISOLATION_UNAVAILABLE", `all ${count} user ids for agents are in use`, {
			remedy: "Start fewer agents at a time on this machine, or give it more user ids.",
			retry: { kind: "later" }
		});
	}
	async signalAll(signal) {
		const words = `[ "$(id -u)" = ${this.id} ] && kill -${signal} -1`;
		const kill = spawn("/bin/sh", ["-c", words], {
			uid: this.id,
			gid: this.id,
			env: { PATH: "/usr/bin:/bin" },
			cwd: "/",
			stdio: "ignore"
		});
		await once(kill, "close");
	}
	async endAll() {
		for (let waited = 0; processesOf(this.id).length > 0; waited += pollMs) {
			if (waited > killMs) throw new IdentikitError("ISOLATION_FAILED", `processes of user ${this.id} do not end`, { remedy: "Look at what they wait for (a dead network mount?): ps -u lists them." });
			await this.signalAll("KILL");
			await pause(pollMs);
		}
	}
	[Symbol.dispose]() {
		this.#lock[Symbol.dispose]();
	}
};
async function endAbandoned(host) {
	const { first, count } = rangeOf(host);
	let ended = 0;
	for (const [id, processes] of processesByUser()) {
		const lock = id >= first && id < first + count ? await lockOf(id) : void 0;
		if (!lock) continue;
		using uid = new AgentUid(id, lock);
		await uid.endAll();
		ended += processes;
	}
	return ended;
}
function rangeOf({ uids = usualUids }) {
	if (uids.first >= lowestUid) return uids;
	throw new IdentikitError("USAGE", `user ids for agents begin at ${lowestUid}, not at ${uids.first}`, { remedy: "Give a range of user ids that nothing else on the machine uses." });
}
async function lockOf(id) {
	try {
		AnchoredDirectory.make(lockDirectory, 448)[Symbol.dispose]();
		const file = join(lockDirectory, String(id));
		return await ExclusiveLock.acquire(file, {
			waitMs: 0,
			place: `user id ${id}`
		});
	} catch (cause) {
		if (cause instanceof IdentikitError && cause.code === "LOCK_HELD") return void 0;
		throw cause;
	}
}
// src/isolation/end-leftovers.ts
async function endLeftovers(attempt, host) {
	const processes = ownUser()?.uid === 0 ? await endAbandoned(host) : 0;
	const { endLeftContainers } = await import("./isolation-with-image.js");
	return {
		containers: await endLeftContainers(attempt, host),
		processes
	};
}
// src/isolation/start-local.ts
const usualTemporaryBytes = 2 ** 30;
async function startLocal(request, host, launch) {
	const { env, mounts, isolation, network, proxy } = request;
	const own = certain(ownUser());
	const isRoot = own.uid === 0;
	const isBubblewrap = isolation === "bubblewrap";
	if (!isRoot && !isBubblewrap) throw new IdentikitError("ISOLATION_UNAVAILABLE", "only root can start a program as another user", { remedy: "Run the supervisor as root, or use bubblewrap or a container." });
	const uid = isRoot ? await AgentUid.take(host) : void 0;
	try {
		const node = nodeProgram();
		const listener = proxy?.isInAgentsNetwork ? {
			node,
			port: proxy.port
		} : void 0;
		const stage = launchCommand({
			...launch,
			listener
		});
		const files = isBubblewrap ? agentFiles(uid?.id ?? own.uid, env.HOME ?? "/") : {};
		const limits = resourceLimits(request.limits, isRoot ? 0 : processesOf(own.uid).length);
		const need = (name) => needed(name, host);
		const become = uid ? asUser(need("setpriv"), uid.id) : [];
		const view = {
			network: network.mode,
			mounts,
			files: Object.keys(files),
			programs: listener && !node.startsWith("/usr/") ? [node] : [],
			temporaryBytes: request.limits.temporaryBytes ?? usualTemporaryBytes,
			isRoot
		};
		const command = isBubblewrap ? [
			need("prlimit"),
			...limits,
			"--",
			need("bwrap"),
			...bubblewrapOptions(view),
			"--",
			...become,
			...stage
		] : userCommand({
			setpriv: need("setpriv"),
			prlimit: need("prlimit"),
			...networkPrograms(request, host)
		}, {
			uid: certain(uid).id,
			limits,
			network: network.mode
		}, stage);
		const handed = uid ? handOver(mounts, uid.id) : void 0;
		return ChildVessel.start({
			command,
			env,
			files: Object.values(files),
			uid,
			hasNamespace: isBubblewrap,
			onServer: listener && ((server) => proxy?.serve(server)),
			release: () => handed?.takeBack()
		});
	} catch (fault) {
		uid?.[Symbol.dispose]();
		throw fault;
	}
}
function networkPrograms({ network }, host) {
	return network.mode === "open" ? {} : {
		unshare: needed("unshare", host),
		ip: needed("ip", host)
	};
}
function needed(name, host) {
	const path = systemProgram(name, host);
	if (path !== void 0) return path;
	throw new IdentikitError("ISOLATION_UNAVAILABLE", `${name} is not on this machine`, { remedy: "Install it (bubblewrap, util-linux, iproute2), or use another isolation." });
}
export { AgentUid, endLeftovers, startLocal, usualUids };

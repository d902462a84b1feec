import { IdentikitError, messageOf } from "../start/faces.js";
import { certain, stopped } from "./fault.js";
import { connectEngine, engineVersion } from "./image.js";
import { asked, removeContainer } from "./containers-with-image.js";
import { ownUser } from "./runtime.js";
import { IsolatedProcess, asUser, bubblewrapOptions, checkRequest, checkedEnvironment, containerConfig, handOver, launchCommand, makeOwnDirectory, ownTarget, readLaunchReport, resourceLimits, systemProgram, userCommand } from "./isolation.js";
import { AgentUid, startLocal, usualUids } from "./isolation-with-child_process-sqlite.js";
import { listenInside, tryCommand, whyNoEntry } from "./isolation-with-child_process.js";
import { ContainerVessel, guardsOf } from "./isolation-with-image.js";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
// src/isolation/probe-isolation.ts
async function probeIsolation(host, signal) {
	signal.throwIfAborted();
	const found = await Promise.all([
		containerSupport(host, signal),
		missingBubblewrap(host, signal).then((missing) => supportOf("bubblewrap", missing)),
		userSupport(host, signal)
	]);
	signal.throwIfAborted();
	return found;
}
function supportOf(kind, missing) {
	return missing === void 0 ? { kind } : {
		kind,
		missing
	};
}
async function containerSupport(host, signal) {
	try {
		await engineVersion(host.env, signal);
	} catch (cause) {
		return {
			kind: "container",
			missing: messageOf(cause)
		};
	}
	const proxyMissing = whyNoEntry(host);
	return proxyMissing === void 0 ? { kind: "container" } : {
		kind: "container",
		proxyMissing
	};
}
async function missingBubblewrap(host, signal) {
	const isRoot = ownUser()?.uid === 0;
	const [bwrap, prlimit] = [systemProgram("bwrap", host), systemProgram("prlimit", host)];
	const setpriv = isRoot ? systemProgram("setpriv", host) : "";
	if (bwrap === void 0) return "bwrap (bubblewrap) is not on this machine";
	if (prlimit === void 0 || setpriv === void 0) return "prlimit and setpriv (util-linux) are not on this machine";
	const view = {
		network: "none",
		mounts: [],
		files: [],
		programs: [],
		temporaryBytes: 1 << 20,
		isRoot
	};
	const become = isRoot ? asUser(setpriv, usualUids.first) : [];
	return await tryCommand([
		bwrap,
		...bubblewrapOptions(view),
		"--",
		...become,
		"/bin/sh",
		"-c",
		":"
	], signal);
}
async function userSupport(host, signal) {
	const kind = "user";
	if (ownUser()?.uid !== 0) return {
		kind,
		missing: "only root can start a program as another user"
	};
	const [setpriv, prlimit] = [systemProgram("setpriv", host), systemProgram("prlimit", host)];
	if (setpriv === void 0 || prlimit === void 0) return {
		kind,
		missing: "prlimit and setpriv (util-linux) are not on this machine"
	};
	const [unshare, ip] = [systemProgram("unshare", host), systemProgram("ip", host)];
	const { first: uid } = host.uids ?? usualUids;
	const limits = resourceLimits({ outputBytes: 0 }, 0);
	const run = (network) => tryCommand(userCommand({
		setpriv,
		prlimit,
		unshare,
		ip
	}, {
		uid,
		limits,
		network
	}, [
		"/bin/sh",
		"-c",
		":"
	]), signal);
	const missing = await run("open");
	if (missing !== void 0) return {
		kind,
		missing
	};
	const networkMissing = unshare === void 0 || ip === void 0 ? "unshare (util-linux) and ip (iproute2) are not both on this machine" : await run("none");
	return networkMissing === void 0 ? { kind } : {
		kind,
		networkMissing
	};
}
// src/isolation/start-isolated.ts
const launchMs = 6e4;
async function startIsolated(request, host, signal) {
	if (signal.aborted) throw stopped(signal, "stopped before the agent was started");
	const env = checkedEnvironment(request.env);
	checkRequest(request);
	const launch = {
		nonce: randomBytes(16).toString("hex"),
		guards: guardsOf(host, request.guards),
		mounts: request.mounts,
		cwd: request.cwd,
		argv: request.argv
	};
	const vessel = await startVessel({
		...request,
		env
	}, host, launch, signal);
	const started = new IsolatedProcess(vessel, request.limits);
	try {
		await launched(started, vessel, launch, signal);
	} catch (fault) {
		await started.end().catch(() => {});
		throw fault;
	}
	const stop = () => void started.end(reasonOf(signal)).catch(() => {});
	signal.addEventListener("abort", stop, { once: true });
	started.ended.finally(() => signal.removeEventListener("abort", stop)).catch(() => {});
	if (signal.aborted) stop();
	return started;
}
async function startVessel(request, host, launch, signal) {
	if (request.isolation !== "container") return await startLocal(request, host, launch);
	const { startContainer } = await import("./isolation-with-child_process-image-sqlite.js");
	return await startContainer(request, host, launch, signal);
}
async function launched(started, vessel, { nonce }, signal) {
	const patience = AbortSignal.any([signal, AbortSignal.timeout(launchMs)]);
	const { promise: late, reject } = Promise.withResolvers();
	late.catch(() => {});
	const giveUp = () => reject(signal.aborted ? stopped(signal) : failed("it took too long", ""));
	patience.addEventListener("abort", giveUp, { once: true });
	try {
		const next = () => Promise.race([started.nextLine(), late]);
		const { isReady, unsafe, missing } = await readLaunchReport(nonce, next);
		if (unsafe.length > 0) throw unsafeFault(unsafe);
		if (!isReady) throw await failureOf(started, vessel);
		if (missing.length > 0) throw failed(missing.join(", "), "");
		vessel.stdin.write(`${nonce} go\n`);
	} finally {
		patience.removeEventListener("abort", giveUp);
	}
}
async function failureOf(started, vessel) {
	const { failure, code, signal } = await vessel.exited;
	await started.ended.catch(() => {});
	if (failure instanceof IdentikitError) return failure;
	return failed(failure === void 0 ? `it ended with ${signal ?? `code ${code}`}` : messageOf(failure), started.stderrTail());
}
function failed(why, said) {
	const text = said.replace(/\s+/g, " ").trim().slice(-500);
	return new IdentikitError("ISOLATION_FAILED", `the agent's place could not be made: ${why}${text === "" ? "" : ` (${text})`}`, { remedy: "Check that the directories of the run are there and can be reached by another user, and what identikit doctor says of isolation." });
}
function unsafeFault(unsafe) {
	const first = unsafe.slice(0, 5).join("; ");
	const more = unsafe.length > 5 ? `; and ${unsafe.length - 5} more` : "";
	return new IdentikitError("AGENT_ENV_UNSAFE", `the agent was not started: from its place, ${first}${more}`, { remedy: "Use a stronger isolation, or take away what the message names: give it to another user, or remove it before the agent runs." });
}
function reasonOf(signal) {
	const { reason } = signal;
	return reason instanceof Error && reason.name === "TimeoutError" ? "time" : "stopped";
}
// src/isolation/container/start-container.ts
async function startContainer(request, host, launch, signal) {
	const { attempt, image = "", mounts, proxy } = request;
	const engine = await connectEngine(host.env);
	const { Config } = await asked(`inspect image ${image}`, () => engine.getImage(image).inspect());
	const own = certain(ownUser());
	await using undo = new AsyncDisposableStack();
	const uid = own.uid === 0 ? undo.use(await AgentUid.take(host)) : void 0;
	const user = uid ? `${uid.id}:${uid.id}` : `${own.uid}:${own.gid}`;
	const ownDirectory = makeOwnDirectory(host, attempt, launch.nonce);
	undo.defer(() => rmSync(ownDirectory, {
		recursive: true,
		force: true
	}));
	const handed = uid ? handOver(mounts, uid.id) : void 0;
	undo.defer(() => handed?.takeBack());
	const command = launchCommand({
		...launch,
		mounts: [...mounts, {
			source: "",
			target: `${ownTarget}/${launch.nonce}`,
			writable: false
		}],
		unset: [
			...namesOf(Config.Env ?? []),
			"HOME",
			"HOSTNAME"
		].filter((name) => !Object.hasOwn(request.env, name)),
		staysBehind: true
	});
	const config = containerConfig(request, {
		user,
		command,
		ownDirectory
	});
	const container = await asked("make a container", () => engine.createContainer(config));
	undo.defer(() => removeContainer(engine, container.id, { volumes: true }));
	const vessel = await ContainerVessel.start(engine, container, () => {
		handed?.takeBack();
		rmSync(ownDirectory, {
			recursive: true,
			force: true
		});
		uid?.[Symbol.dispose]();
	});
	if (proxy?.isInAgentsNetwork) {
		const { State } = await asked("inspect a container", () => container.inspect());
		proxy.serve(await listenInside({
			id: container.id,
			pid: State.Pid
		}, proxy.port, host, signal));
	}
	undo.move();
	return vessel;
}
function namesOf(env) {
	return env.map((each) => each.split("=", 1).join()).filter((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
}
export { probeIsolation, startContainer, startIsolated };

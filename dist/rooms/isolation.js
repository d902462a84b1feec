import { IdentikitError } from "../start/faces.js";
import { pause } from "./fault.js";
import { fileFault } from "./tree.js";
import { listenerProgram } from "./runtime.js";
import { delimiter, dirname, isAbsolute, join, normalize } from "node:path";
import { accessSync, chmodSync, constants, existsSync, lchownSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { isIP } from "node:net";
// src/isolation/isolation.ts
const isolationKinds = [
	"container",
	"bubblewrap",
	"user"
];
// src/isolation/choose-isolation.ts
function chooseIsolation(found, demand) {
	const weakest = demand.tier === "untrusted" ? "container" : demand.weakest;
	const allowed = isolationKinds.slice(0, isolationKinds.indexOf(weakest) + 1);
	const lacks = [];
	let isForTheNetwork = false;
	for (const kind of allowed) {
		const support = found.find((each) => each.kind === kind);
		const lack = lackOf(support, kind, demand);
		if (lack === void 0) return kind;
		isForTheNetwork ||= lack === support?.networkMissing || lack === support?.proxyMissing;
		lacks.push(`${kind}: ${lack}`);
	}
	const why = demand.tier === "untrusted" ? "untrusted work runs in a container only" : `its tool profile asks for ${weakest} or stronger`;
	if (isForTheNetwork) throw new IdentikitError("NETWORK_UNHELD", `nothing that will do here holds an agent to the network policy ${demand.network}: ${why} (${lacks.join("; ")})`, { remedy: "Run the supervisor as root on the engine's machine, install bubblewrap, or let root make network namespaces (iproute2); open in networkPolicy asks for nothing of this." });
	throw new IdentikitError("ISOLATION_UNAVAILABLE", `no isolation that will do is here: ${why} (${lacks.join("; ")})`, { remedy: "Add what is missing to the machine, or run it in a runner pool that has it." });
}
function lackOf(support, kind, { network, hasImage, hasProxySecrets = false }) {
	if (!support) return "it was not looked for";
	if (support.missing !== void 0) return support.missing;
	if (kind === "container" && !hasImage) return "no image is named for the run";
	if (network === "open") return void 0;
	return support.networkMissing ?? (network === "proxy" || hasProxySecrets ? support.proxyMissing : void 0);
}
// src/isolation/launch/processes.ts
function processFacts(pid) {
	const text = procText(pid, "stat");
	const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
	const [parent, born] = [fields?.[1], fields?.[19]];
	return parent === void 0 || born === void 0 ? void 0 : {
		pid,
		born,
		parent: Number(parent)
	};
}
function lineageOf(pid) {
	const found = [];
	for (let at = processFacts(pid); at && found.length < 100; at = processFacts(at.parent)) found.push(at);
	return found;
}
function descendantsOf(pid) {
	return childrenOf(pid).flatMap((child) => [processFacts(child) ?? [], descendantsOf(child)].flat());
}
function childrenOf(pid) {
	const lists = tasksOf(pid).map((task) => procText(pid, `task/${task}/children`));
	if (lists.every((list) => list !== void 0)) return lists.flatMap((list) => list.split(" ").filter(Boolean).map(Number));
	return pids().filter((each) => processFacts(each)?.parent === pid);
}
function processesOf(uid) {
	return pids().flatMap((pid) => usersOf(pid).includes(uid) ? processFacts(pid) ?? [] : []);
}
function processesByUser() {
	const counts = new Map();
	for (const uid of pids().flatMap(usersOf)) counts.set(uid, (counts.get(uid) ?? 0) + 1);
	return counts;
}
function usersOf(pid) {
	const status = procText(pid, "status") ?? "";
	if (/^State:\s+[ZX]/m.test(status)) return [];
	const ids = /^Uid:\s+(.*)$/m.exec(status)?.[1] ?? "";
	return [...new Set(ids.split(/\s+/).filter(Boolean).map(Number))];
}
function isAlive({ pid, born }) {
	const text = procText(pid, "stat");
	return !(text !== void 0 && /^ [ZX] /.test(text.slice(text.lastIndexOf(")") + 1))) && processFacts(pid)?.born === born;
}
function ownMemoryOf(pid) {
	return Number(/^RssAnon:\s+(\d+) kB$/m.exec(procText(pid, "status") ?? "")?.[1] ?? 0) * 1024;
}
function commandLineOf(pid) {
	return procText(pid, "cmdline") ?? "";
}
function pids() {
	return readdirSync("/proc").flatMap((name) => /^[0-9]+$/.test(name) ? Number(name) : []);
}
function tasksOf(pid) {
	try {
		return readdirSync(`/proc/${pid}/task`);
	} catch {
		return [];
	}
}
function procText(pid, file) {
	try {
		return readFileSync(`/proc/${pid}/${file}`, "latin1");
	} catch {
		return;
	}
}
// src/isolation/bubblewrap/bubblewrap-command.ts
const systemFolders = [
	"/usr",
	"/bin",
	"/sbin",
	"/lib",
	"/lib32",
	"/lib64",
	"/libx32"
];
const settings = [
	"/etc/alternatives",
	"/etc/ca-certificates",
	"/etc/ca-certificates.conf",
	"/etc/crypto-policies",
	"/etc/ld.so.cache",
	"/etc/ld.so.conf",
	"/etc/ld.so.conf.d",
	"/etc/localtime",
	"/etc/mime.types",
	"/etc/pki/ca-trust",
	"/etc/pki/tls/certs",
	"/etc/protocols",
	"/etc/services",
	"/etc/ssl/certs",
	"/etc/ssl/openssl.cnf",
	"/etc/timezone"
];
function bubblewrapOptions(view) {
	const { network, mounts, files, programs, temporaryBytes, isRoot } = view;
	const size = ["--size", String(temporaryBytes)];
	return [
		...[
			"--unshare-pid",
			"--unshare-ipc",
			"--unshare-uts",
			"--unshare-cgroup-try",
			"--hostname",
			"agent"
		],
		...network === "open" ? [] : ["--unshare-net"],
		...isRoot ? [] : ["--unshare-user", "--disable-userns"],
		...[
			"--die-with-parent",
			"--new-session",
			"--cap-drop",
			"ALL"
		],
		...isRoot ? [
			"CAP_SETUID",
			"CAP_SETGID",
			"CAP_SETPCAP"
		].flatMap((name) => ["--cap-add", name]) : [],
		...systemFolders.flatMap(asItIs),
		...folders([...settings, ...files]),
		...settings.flatMap((path) => [
			"--ro-bind-try",
			path,
			path
		]),
		...network === "open" ? [
			"--ro-bind-try",
			"/etc/resolv.conf",
			"/etc/resolv.conf"
		] : [],
		...[
			"--proc",
			"/proc",
			"--dev",
			"/dev",
			...size,
			"--perms",
			"1777",
			"--tmpfs",
			"/dev/shm"
		],
		...[
			...size,
			"--perms",
			"1777",
			"--tmpfs",
			"/tmp",
			"--symlink",
			"../tmp",
			"/var/tmp"
		],
		...files.flatMap((path, index) => [
			"--perms",
			"0644",
			"--ro-bind-data",
			String(4 + index),
			path
		]),
		...folders([...mounts.map(({ target }) => target), ...programs]),
		...mounts.flatMap(({ source, target, writable }) => [
			writable ? "--bind" : "--ro-bind",
			source,
			target
		]),
		...programs.flatMap((path) => [
			"--ro-bind",
			path,
			path
		]),
		...[
			"--remount-ro",
			"/dev",
			"--remount-ro",
			"/"
		],
		...["--chdir", "/"]
	];
}
function folders(targets) {
	const all = new Set();
	for (const target of targets) for (let at = dirname(target); at !== "/"; at = dirname(at)) all.add(at);
	return [...all].sort().flatMap((path) => [
		"--perms",
		"0755",
		"--dir",
		path
	]);
}
function asItIs(path) {
	const status = lstatSync(path, { throwIfNoEntry: false });
	if (!status) return [];
	if (status.isSymbolicLink()) return [
		"--symlink",
		readlinkSync(path),
		path
	];
	return [
		"--ro-bind",
		path,
		path
	];
}
// src/isolation/launch/programs.ts
function systemProgram(name, { env }) {
	const places = [
		...(env.PATH ?? "").split(delimiter),
		"/usr/bin",
		"/bin",
		"/usr/sbin",
		"/sbin"
	];
	for (const place of places.filter((each) => each.startsWith("/"))) {
		const path = join(place, name);
		try {
			accessSync(path, constants.X_OK);
			if (statSync(path).isFile()) return realpathSync(place) === place ? path : join(realpathSync(place), name);
		} catch {}
	}
}
function resourceLimits({ processes = 512, fileBytes }, others) {
	const most = processes + others;
	return [
		`--nproc=${most}:${most}`,
		"--core=0:0",
		...fileBytes === void 0 ? [] : [`--fsize=${fileBytes}:${fileBytes}`]
	];
}
// src/isolation/stream/tail.ts
var Tail = class {
	#limit;
	#parts = [];
	#held = 0;
	#dropped = 0;
	constructor(limit) {
		this.#limit = limit;
	}
	push(chunk) {
		this.#parts.push(chunk);
		this.#held += chunk.length;
		if (this.#held > 2 * this.#limit || this.#parts.length > 256) this.#shrink();
	}
	text() {
		this.#shrink();
		const text = Buffer.concat(this.#parts).toString("utf8");
		return this.#dropped === 0 ? text : `[${this.#dropped} bytes before this]… ${text}`;
	}
	#shrink() {
		const all = Buffer.concat(this.#parts);
		const kept = all.subarray(Math.max(0, all.length - this.#limit));
		this.#dropped += all.length - kept.length;
		this.#parts = [Buffer.from(kept)];
		this.#held = kept.length;
	}
};
// src/isolation/user/user-command.ts
function asUser(setpriv, uid) {
	return [
		setpriv,
		`--reuid=${uid}`,
		`--regid=${uid}`,
		"--clear-groups",
		"--no-new-privs",
		"--inh-caps=-all",
		"--bounding-set=-all",
		"--pdeathsig=KILL",
		"--"
	];
}
function userCommand(programs, { uid, limits, network }, command) {
	const { setpriv, prlimit, unshare = "unshare", ip = "ip" } = programs;
	const apart = network === "open" ? [] : [
		unshare,
		"--net",
		"--ipc",
		"--",
		"/bin/sh",
		"-c",
		`"$0" link set lo up || exit 96; exec "$@"`,
		ip
	];
	return [
		prlimit,
		...limits,
		"--",
		...apart,
		...asUser(setpriv, uid),
		...command
	];
}
// src/isolation/agent-environment.ts
const mostBytes = 131072;
const form = /^[A-Za-z_][A-Za-z0-9_]*$/;
const loaders = /^(LD_.*|DYLD_.*|GCONV_PATH|LOCPATH|GLIBC_TUNABLES|NODE_OPTIONS|NODE_PATH|NODE_CHANNEL_.*|BASH_ENV|ENV|BASH_FUNC.*|SHELLOPTS|BASHOPTS|PS4|IFS|PROMPT_COMMAND|PYTHON(PATH|STARTUP|HOME|INSPECT)|PERL5(LIB|OPT|DB)|PERLLIB|RUBY(OPT|LIB)|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH)$/i;
const ours = /^(PATH|HOME|TMPDIR|TMP|TEMP|LANG|LC_.*|USER|LOGNAME|SHELL|PWD|GIT_.*|SSH_.*|EDITOR|VISUAL|PAGER|BROWSER|(HTTPS?|ALL|NO|FTP)_PROXY|IDENTIKIT_.*)$/i;
function agentEnvironment(parts) {
	const { path, home, temporary, client, secrets, proxy = {} } = parts;
	const env = {
		PATH: path,
		HOME: home,
		TMPDIR: temporary,
		LANG: "C.UTF-8"
	};
	const add = (values, whose, isOurs) => {
		for (const [name, value] of Object.entries(values)) {
			const problem = problemOf(name, isOurs) ?? (Object.hasOwn(env, name) ? "is set twice" : void 0);
			if (problem !== void 0) throw invalid(`${whose} ${JSON.stringify(name)} ${problem}`);
			env[name] = value;
		}
	};
	add(client, "the client's variable", true);
	add(proxy, "the proxy's variable", true);
	add(secrets, "the secret", false);
	return checkedEnvironment(env);
}
function checkedEnvironment(env) {
	for (const [name, value] of Object.entries(env)) {
		const problem = problemOf(name, true);
		if (problem !== void 0) throw invalid(`the variable ${JSON.stringify(name)} ${problem}`);
		if (value.includes("\0")) throw invalid(`the variable ${name} holds a NUL`);
		if (Buffer.byteLength(name) + Buffer.byteLength(value) + 2 > mostBytes) throw invalid(`the variable ${name} has more than ${mostBytes} bytes`);
	}
	return { ...env };
}
function problemOf(name, isOurs) {
	if (!form.test(name)) return "has a name that is no variable";
	if (loaders.test(name)) return "makes programs load other code";
	return !isOurs && ours.test(name) ? "has a name that only Identikit sets" : void 0;
}
function invalid(problem) {
	return new IdentikitError("AGENT_ENV_INVALID", `${problem}, so no agent was started`, { remedy: "Give it another name, or grant the secret with the mount policy file." });
}
// src/isolation/check-request.ts
function checkRequest(request) {
	const { attempt, argv, cwd, mounts, isolation, network, proxy, image } = request;
	if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(attempt)) throw wrong("an attempt's name is letters, digits, ., _ and -");
	if (argv.length === 0 || argv.some((word) => word.includes("\0"))) throw wrong("the program has no name, or a NUL in a word");
	for (const path of [cwd, ...mounts.flatMap(({ source, target }) => [source, target])]) if (!isAbsolute(path) || normalize(path) !== path || /[\n\0]/.test(path)) throw wrong(`${JSON.stringify(path)} is not an absolute path in its shortest form`);
	if (mounts.some(({ target }) => target === "/")) throw wrong("a mount would be the root");
	if (isolation === "user" && mounts.some(({ source, target }) => source !== target)) throw wrong("isolation by user has no view of its own, so a mount's target is its source");
	if (isolation === "container" && (image === void 0 || !/@sha256:[0-9a-f]{64}$|^sha256:[0-9a-f]{64}$/.test(image))) throw wrong("a container's image is named by digest");
	if (network.mode === "proxy" && !proxy) throw wrong("the network policy proxy needs a proxy");
	if (proxy && proxy.isInAgentsNetwork === (network.mode === "open")) throw wrong("the proxy listens where the agent is not");
}
function wrong(problem) {
	return new IdentikitError("USAGE", `an isolated program cannot be started so: ${problem}`, { remedy: "Correct the request." });
}
// src/isolation/stream/bounded-lines.ts
const cutMark = " …[truncated]";
var BoundedLines = class {
	#source;
	#maxBytes;
	#onChunk;
	#waiting = [];
	#parts = [];
	#held = 0;
	#isCut = false;
	#isOver = false;
	constructor(source, maxBytes, onChunk = () => {}) {
		this.#onChunk = onChunk;
		this.#source = source.iterator({ destroyOnReturn: false });
		this.#maxBytes = maxBytes;
	}
	async next() {
		while (this.#waiting.length === 0 && !this.#isOver) {
			const read = await this.#read();
			if (read) this.#take(read);
			else this.#finish();
		}
		return this.#waiting.shift();
	}
	async *rest() {
		for (let line = await this.next(); line !== void 0; line = await this.next()) yield line;
	}
	async #read() {
		try {
			const { value, done } = await this.#source.next();
			return done ? void 0 : value;
		} catch {
			return;
		}
	}
	#take(chunk) {
		this.#onChunk(chunk);
		let from = 0;
		for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
			this.#hold(chunk.subarray(from, at));
			this.#close();
			from = at + 1;
		}
		this.#hold(chunk.subarray(from));
	}
	#hold(part) {
		const room = this.#maxBytes - this.#held;
		if (part.length > room) this.#isCut = true;
		const kept = part.subarray(0, Math.max(0, room));
		if (kept.length === 0) return;
		this.#parts.push(Buffer.from(kept));
		this.#held += kept.length;
	}
	#close() {
		const text = Buffer.concat(this.#parts).toString("utf8");
		this.#waiting.push(this.#isCut ? text + cutMark : text);
		[this.#parts, this.#held, this.#isCut] = [
			[],
			0,
			false
		];
	}
	#finish() {
		this.#isOver = true;
		if (this.#held > 0 || this.#isCut) this.#close();
	}
};
// src/isolation/isolated-process.ts
const usualLineBytes = 4194304;
const tailBytes = 65536;
const graceMs = 5e3;
const memoryPollMs = 500;
var IsolatedProcess = class {
	stdin;
	ended;
	#vessel;
	#limits;
	#lines;
	#tail = new Tail(tailBytes);
	#over = new AbortController();
	#bytes = 0;
	#reason;
	#ending;
	constructor(vessel, limits) {
		this.#vessel = vessel;
		this.#limits = limits;
		this.stdin = vessel.stdin;
		const count = (chunk) => this.#count(chunk.length);
		const { stdout, stderr } = vessel;
		this.#lines = new BoundedLines(stdout, limits.lineBytes ?? usualLineBytes, count);
		stderr.on("error", () => {});
		stderr.on("data", (chunk) => {
			this.#tail.push(chunk);
			count(chunk);
		});
		this.ended = this.#untilEnded();
		this.ended.catch(() => {});
		this.#watch();
	}
	lines() {
		return this.#lines.rest();
	}
	nextLine() {
		return this.#lines.next();
	}
	stderrTail() {
		return this.#tail.text();
	}
	async end(reason = "stopped") {
		this.#reason ??= reason;
		this.#ending ??= this.#finish(true);
		await this.#ending;
	}
	async [Symbol.asyncDispose]() {
		await this.end();
		await this.ended;
	}
	async #untilEnded() {
		const { code, signal, failure } = await this.#vessel.exited;
		this.#ending ??= this.#finish(false);
		await this.#ending;
		return {
			code,
			signal,
			reason: this.#reason ?? (failure === void 0 ? "exited" : "lost"),
			outputBytes: this.#bytes
		};
	}
	async #finish(isAsked) {
		const vessel = this.#vessel;
		try {
			if (isAsked) {
				await vessel.terminate();
				const patience = new AbortController();
				await Promise.race([vessel.exited, pause(graceMs, patience.signal).catch(() => {})]);
				patience.abort();
			}
			await vessel.destroy();
		} finally {
			this.#over.abort();
			await vessel.release();
		}
	}
	#count(bytes) {
		this.#bytes += bytes;
		if (this.#bytes > this.#limits.outputBytes && this.#reason === void 0) this.#endQuietly("output");
	}
	async #watch() {
		const { milliseconds, memoryBytes } = this.#limits;
		const over = this.#over.signal;
		(milliseconds === void 0 ? void 0 : pause(milliseconds, over).then(() => this.#endQuietly("time")))?.catch(() => {});
		if (memoryBytes === void 0) return;
		while (!over.aborted) {
			const used = this.#vessel.memory();
			if (used === void 0) return;
			if (used > memoryBytes) return this.#endQuietly("memory");
			await pause(memoryPollMs, over).catch(() => {});
		}
	}
	#endQuietly(reason) {
		this.end(reason).catch(() => {});
	}
};
// src/isolation/launch/launch-script.ts
const stage = String.raw`
umask 077
n=$1
shift
say() { printf '%s %s %s\n' "$n" "$1" "$2"; }
opens() { true 2>/dev/null <"$1"; }
entries() { for e in "$1"/* "$1"/.[!.]*; do [ -e "$e" ] && return 0; done; return 1; }
process() {
  line=
  { IFS= read -r line <"/proc/$1/stat"; } 2>/dev/null
  [ -n "$line" ] || return 0
  p=$1
  born=$2
  set -f
  set -- ${"$"}{line##*) }
  set +f
  shift 19
  [ "$1" = "$born" ] || return 0
  for f in environ mem maps; do
    if opens "/proc/$p/$f"; then say unsafe "/proc/$p/$f can be opened"; fi
  done
  if entries "/proc/$p/fd"; then say unsafe "/proc/$p/fd can be listed"; fi
  if kill -0 "$p" 2>/dev/null; then say unsafe "process $p can be ended"; fi
  if [ "$p" = "$telltale" ]; then say unsafe "/proc/$p/cmdline shows a credential"; fi
}
unreadable() {
  if [ -d "$1" ]; then
    if entries "$1"; then say unsafe "$1 can be listed"; fi
  elif [ -S "$1" ]; then
    if [ -w "$1" ]; then say unsafe "$1 can be connected to"; fi
  elif opens "$1"; then
    say unsafe "$1 can be read"
  fi
}
telltale=
stay=
node=
code=
while [ "$1" != -- ]; do
  v=${"$"}{1#*:}
  case $1 in
    telltale:*) telltale=$v ;;
    process:*) process "${"$"}{v%%:*}" "${"$"}{v#*:}" ;;
    unreadable:*) unreadable "$v" ;;
    unwritable:*) if [ -w "$v" ]; then say unsafe "$v can be written"; fi ;;
    see:*) [ -r "$v" ] || say missing "$v cannot be read" ;;
    write:*) [ -w "$v" ] || say missing "$v cannot be written" ;;
    cwd:*) cd "$v" 2>/dev/null || say missing "$v cannot be entered" ;;
    unset:*) unset "$v" ;;
    stay:*) stay=yes ;;
    node:*) node=$v ;;
    code:*) code=$v ;;
    listen:*) "$node" -e "$code" "$v" || say missing "the proxy's port" ;;
  esac
  shift
done
shift
unset NODE_CHANNEL_FD NODE_CHANNEL_SERIALIZATION_MODE
exec 3<&-
for d in /proc/[0-9]*; do
  line=
  { IFS= read -r line <"$d/environ"; } 2>/dev/null
  [ -n "$line" ] || continue
  line=
  { IFS= read -r line <"$d/cmdline"; } 2>/dev/null
  case $line in
    *"$n"*|"") ;;
    *) say unsafe "$d/environ of another program can be read" ;;
  esac
done
say ready .
IFS= read -r go || exit 125
[ "$go" = "$n go" ] || exit 125
unset n v p f e d line born go telltale node code OLDPWD IFS
if [ -n "$stay" ]; then
  unset stay
  "$@"
  exit "$?"
fi
unset stay
exec "$@"
`;
function launchCommand({ nonce, guards, mounts, cwd, argv, listener: port, unset, staysBehind }) {
	const { processes, unreadable, unwritable, telltale } = guards;
	const checks = [
		...port ? [
			`node:${port.node}`,
			`code:${listenerProgram}`,
			`listen:${port.port}`
		] : [],
		...unset?.map((name) => `unset:${name}`) ?? [],
		...staysBehind ? ["stay:"] : [],
		`telltale:${telltale ?? ""}`,
		...processes.map(({ pid, born }) => `process:${pid}:${born}`),
		...unreadable.map((path) => `unreadable:${path}`),
		...unwritable.map((path) => `unwritable:${path}`),
		...mounts.map(({ target, writable }) => `${writable ? "write" : "see"}:${target}`),
		`cwd:${cwd}`
	];
	return [
		"/bin/sh",
		"-c",
		`: ${nonce}${stage}`,
		"identikit",
		nonce,
		...checks,
		"--",
		...argv
	];
}
const mostLines = 1e3;
async function readLaunchReport(nonce, next) {
	const [unsafe, missing] = [[], []];
	for (let count = 0; count < mostLines; count++) {
		const line = await next();
		if (line === void 0) break;
		const [, kind, text = ""] = new RegExp(`^${nonce} (\\w+) (.*)$`).exec(line) ?? [];
		if (kind === "ready") return {
			isReady: true,
			unsafe,
			missing
		};
		if (kind === "unsafe") unsafe.push(text);
		if (kind === "missing") missing.push(text);
	}
	return {
		isReady: false,
		unsafe,
		missing
	};
}
// src/isolation/bubblewrap/agent-files.ts
function agentFiles(uid, home) {
	return {
		"/etc/passwd": `agent:x:${uid}:${uid}:agent:${home}:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n`,
		"/etc/group": `agent:x:${uid}:\nnogroup:x:65534:\n`,
		"/etc/hosts": "127.0.0.1 localhost agent\n::1 localhost\n",
		"/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n"
	};
}
// src/isolation/user/hand-over.ts
function handOver(mounts, uid) {
	const given = mounts.filter(({ writable, isPrivate }) => writable || isPrivate === true);
	const modes = [];
	const owners = given.map(({ source }) => ({
		source,
		...ownerOf(source)
	}));
	for (const { source, writable } of given) each(source, (path, status) => {
		if (writable) return chown(path, status, uid, uid);
		chown(path, status, status.uid, uid);
		const mode = status.mode & 4039 | status.mode >> 3 & 40;
		if (status.isSymbolicLink() || mode === (status.mode & 4095)) return;
		modes.push({
			path,
			mode: status.mode & 4095
		});
		chmodSync(path, mode);
	});
	return { takeBack: () => {
		for (const { path, mode } of modes) if (existsSync(path)) chmodSync(path, mode);
		for (const { source, uid: owner, gid } of owners) each(source, (path, status) => {
			if (status.uid === uid || status.gid === uid) chown(path, status, owner, gid);
		});
	} };
}
function chown(path, status, uid, gid) {
	if (status.uid !== uid || status.gid !== gid) lchownSync(path, uid, gid);
}
function ownerOf(path) {
	try {
		const { uid, gid } = lstatSync(path);
		return {
			uid,
			gid
		};
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", path, cause);
	}
}
function each(path, act) {
	const waiting = [path];
	for (let at = waiting.pop(); at !== void 0; at = waiting.pop()) try {
		const status = lstatSync(at);
		if (status.isDirectory()) for (const name of readdirSync(at)) waiting.push(join(at, name));
		act(at, status);
	} catch (cause) {
		throw fileFault("FILE_UNWRITABLE", at, cause);
	}
}
// src/isolation/proxy/allow-list.ts
const usualPorts = [80, 443];
var AllowList = class {
	#entries;
	constructor(hosts) {
		this.#entries = hosts.map(parseEntry);
	}
	allows(host, port) {
		return this.#entries.some(({ host: listed, below, ports }) => ports.includes(port) && (below ? isIP(plain(host)) === 0 && host.endsWith(`.${listed}`) : host === listed));
	}
	allowsAddress(address, port) {
		const host = canonicalHost(isIP(address) === 6 ? `[${address}]` : address);
		return this.#entries.some((entry) => !entry.below && entry.host === host && entry.ports.includes(port));
	}
};
function canonicalHost(text) {
	if (!/^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)$/.test(text)) return void 0;
	const name = URL.parse(`http://${text}/`)?.hostname.replace(/\.$/, "");
	return name === "" ? void 0 : name;
}
function plain(host) {
	return host.replace(/^\[|\]$/g, "");
}
function parseEntry(text) {
	const [, star, name = "", port] = /^(\*\.)?(\[[^\]]*\]|[^:]*)(?::([0-9]{1,5}))?$/.exec(text) ?? [];
	const host = canonicalHost(name);
	const number = port === void 0 ? void 0 : Number(port);
	if (host === void 0 || number === 0 || (number ?? 1) > 65535) throw new IdentikitError("USAGE", `${JSON.stringify(text)} is no host that an agent could be let to`, { remedy: "Write host, *.host or host:port in networkPolicy.hosts." });
	return {
		host,
		below: star !== void 0,
		ports: number === void 0 ? usualPorts : [number]
	};
}
// src/isolation/proxy/carried-headers.ts
const ofTheConnection = new Set([
	"connection",
	"keep-alive",
	"proxy-authenticate",
	"proxy-authorization",
	"proxy-authentication-info",
	"proxy-connection",
	"te",
	"trailer",
	"transfer-encoding",
	"upgrade",
	"expect",
	"host"
]);
const credentials = [
	"authorization",
	"x-api-key",
	"api-key",
	"x-goog-api-key",
	"cookie"
];
function carriedHeaders(message, without = []) {
	const named = (message.headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase());
	const dropped = new Set([
		...ofTheConnection,
		...named,
		...without
	]);
	dropped.delete("content-length");
	const headers = {};
	for (const [name, values] of Object.entries(message.headersDistinct)) if (values !== void 0 && !dropped.has(name)) headers[name] = values.length === 1 ? values.join() : values;
	return headers;
}
function headersWithSecret(request, { header, value }) {
	const name = header.toLowerCase();
	return {
		...carriedHeaders(request, [...credentials, name]),
		[name]: value
	};
}
// src/isolation/proxy/secret-upstream.ts
function upstreamOf(secret) {
	const [, text = "", digits = "443"] = /^(\[[^\]]*\]|[^:]*)(?::([0-9]{1,5}))?$/.exec(secret.host) ?? [];
	const name = canonicalHost(text);
	const isHeader = /^[A-Za-z0-9-]+$/.test(secret.header) && !/[\r\n\0]/.test(secret.value);
	if (name === void 0 || !isHeader) throw new IdentikitError("USAGE", `the secret for ${JSON.stringify(secret.host)} cannot be added to requests`, { remedy: "Name one host, and a header whose value is one line." });
	return {
		...secret,
		name,
		port: Number(digits)
	};
}
// src/isolation/container/container-config.ts
const attemptLabel = "identikit.attempt";
const usualTemporaryBytes = 2 ** 30;
const sharedMemoryBytes = 64 * 2 ** 20;
const ownTarget = "/run/identikit";
function containerConfig(request, place) {
	const { attempt, env, mounts, network, limits, image = "" } = request;
	const { memoryBytes, cpus, processes = 512, temporaryBytes = usualTemporaryBytes, fileBytes } = limits;
	const own = {
		source: place.ownDirectory,
		target: ownTarget,
		writable: false
	};
	return {
		Image: image,
		Entrypoint: [...place.command],
		Cmd: [],
		Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
		User: place.user,
		WorkingDir: "/",
		Hostname: "agent",
		Labels: { [attemptLabel]: attempt },
		OpenStdin: true,
		StdinOnce: true,
		Tty: false,
		AttachStdin: true,
		AttachStdout: true,
		AttachStderr: true,
		Healthcheck: { Test: ["NONE"] },
		HostConfig: {
			NetworkMode: network.mode === "open" ? "default" : "none",
			Privileged: false,
			CapDrop: ["ALL"],
			SecurityOpt: ["no-new-privileges:true"],
			ReadonlyRootfs: true,
			Tmpfs: { "/tmp": `rw,nosuid,nodev,mode=1777,size=${temporaryBytes}` },
			ShmSize: sharedMemoryBytes,
			IpcMode: "private",
			PidsLimit: processes,
			...memoryBytes === void 0 ? {} : {
				Memory: memoryBytes,
				MemorySwap: memoryBytes
			},
			...cpus === void 0 ? {} : { NanoCpus: Math.round(cpus * 1e9) },
			Ulimits: [{
				Name: "core",
				Soft: 0,
				Hard: 0
			}, ...fileBytes === void 0 ? [] : [{
				Name: "fsize",
				Soft: fileBytes,
				Hard: fileBytes
			}]],
			Mounts: [own, ...mounts].map(({ source, target, writable }) => ({
				Type: "bind",
				Source: source,
				Target: target,
				ReadOnly: !writable,
				BindOptions: { Propagation: "rprivate" }
			})),
			RestartPolicy: { Name: "no" },
			LogConfig: {
				Type: "none",
				Config: {}
			}
		}
	};
}
// src/isolation/container/own-directory.ts
function ownDirectoryOf({ stateDirectory }, attempt) {
	return join(stateDirectory, "containers", attempt);
}
function makeOwnDirectory(host, attempt, name) {
	const path = ownDirectoryOf(host, attempt);
	try {
		rmSync(path, {
			recursive: true,
			force: true
		});
		mkdirSync(path, {
			recursive: true,
			mode: 493
		});
		writeFileSync(join(path, name), "");
		return path;
	} catch (cause) {
		throw fileFault("FILE_UNWRITABLE", path, cause);
	}
}
// src/isolation/container/demultiplex.ts
async function demultiplex(source, stdout, stderr) {
	let header = Buffer.alloc(0);
	let left = 0;
	let target = stdout;
	try {
		for await (const chunk of source.iterator({ destroyOnReturn: false })) {
			let rest = chunk;
			while (rest.length > 0) {
				if (left === 0) {
					const taken = rest.subarray(0, 8 - header.length);
					header = Buffer.concat([header, taken]);
					rest = rest.subarray(taken.length);
					if (header.length < 8) break;
					target = header[0] === 2 ? stderr : stdout;
					left = header.readUInt32BE(4);
					header = Buffer.alloc(0);
					continue;
				}
				const part = rest.subarray(0, left);
				rest = rest.subarray(part.length);
				left -= part.length;
				if (!target.write(part)) await once(target, "drain");
			}
		}
	} catch {} finally {
		stdout.end();
		stderr.end();
	}
}
export { AllowList, IsolatedProcess, Tail, agentEnvironment, agentFiles, asUser, attemptLabel, bubblewrapOptions, canonicalHost, carriedHeaders, checkRequest, checkedEnvironment, chooseIsolation, commandLineOf, containerConfig, demultiplex, descendantsOf, handOver, headersWithSecret, isAlive, launchCommand, lineageOf, makeOwnDirectory, ownDirectoryOf, ownMemoryOf, ownTarget, plain, processFacts, processesByUser, processesOf, readLaunchReport, resourceLimits, systemProgram, upstreamOf, userCommand };

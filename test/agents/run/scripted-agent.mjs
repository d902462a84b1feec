#!/usr/bin/env node
// An agent that does what a script says, good and bad, and speaks as Claude Code, as Codex, or in event lines. One file without
// packages, so that it can be copied into any isolation; any Node.js from 20 on runs it.
//
// Which client it is follows from how it is called: `-p …` is Claude Code, `exec …` is Codex, anything else a program of the adapter
// `command`. It knows the flags that the adapters use, and refuses others as the real clients do. `--version` and `--help` say what the
// releases say that Identikit was tested with, as far as a probe asks: of the client that SCRIPTED_AGENT_AS names.
//
// The script is looked for in this order:
//   --script FILE                      an argument of a stack's command
//   SCRIPTED_AGENT                     a file, by the environment
//   scripted-agent:BASE64URL           anywhere in the prompt; scriptLine() of scripted-agent.ts makes it
//   .scripted-agent.json               in the working directory
// It is a list of steps, or an object with a list for each of "new", "resume" and "fork". Without a script, it says "Done." and ends.
//
// A step is an object; `do` says what it is. Paths are from the working directory. Where a step can fail, the failure is told as the end
// of a tool, and the next step follows. `report: FILE` writes what came of a step to a file as JSON, for tests to look at, beside telling it.
//
//   say {text, lane}                   a message of the agent, or of a subagent
//   think {text}                       a thought
//   tool {tool, input, output, status} a tool that is only told: status completed (default), failed or denied
//   subagent {name, text}              a subagent that is started, says the text, and ends
//   usage {turns, tokens, cost}        what was used from now on, in all
//   write {path, text | base64, mode}  a file with its folders; append {…} adds to one
//   remove {path}, rename {path, to}, chmod {path, mode}
//   link {path, target}                a symbolic link; hardlink {path, target}; fifo {path}
//   env {path, text}                   writes a file of its own env directory
//   run {command, env}                 a shell command, told as a tool
//   hooks {command}                    plants the command in every place of the git directory where git would run it
//   push {remote, ref}                 git push, as an agent would try
//   outbox {request | line}            appends a line to the outbox file
//   mcp {tool, arguments}              calls a tool of the outbox's server, started as the client would start it
//   permission {tool, input}           asks the outbox's server for the use of a tool, as Claude Code does, and uses it if allowed
//   approval {request, waitMs}         appends an approval to the outbox file, and waits for its answer in the answers file
//   secret {name | file | text, pieces, as}   says the value of a variable, of a file or a text in so many pieces; `as`: messages
//                                      (default), lines (one message with line breaks), base64, or output (one tool's)
//   environments {}                    reads /proc/*/environ, cmdline and cwd of every process that it can see
//   read {paths}                       reads files that are none of its business
//   call {url, via, headers}           an HTTP request; via: proxy (by HTTP_PROXY or HTTPS_PROXY, default where one is set) or direct
//   connect {host, port}               a TCP connection;  resolve {host}: a name by DNS
//   fork {count, detach, ignore}       children that sleep for ever; in sessions of their own, deaf to SIGTERM and SIGHUP
//   deaf {}                            it ignores SIGTERM, SIGINT and SIGHUP from now on
//   hang {}                            for ever;  sleep {ms}
//   flood {bytes, to, line}            so many bytes to stdout (default), stderr or a file; `line`: one line without end
//   fill {bytes}                       so much memory
//   raw {text | base64}                bytes of any kind on standard output
//   heartbeat {}
//   result {outcome, text, reason}     says how it ended: succeeded, failed or limited;  end {}: nothing more is said
//   exit {code}, kill {signal}         ends at once

import { spawn, spawnSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { lookup } from "node:dns/promises";
import * as fs from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import tls from "node:tls";

const args = process.argv.slice(2);
const speaks = args.includes("-p") ? "claude" : args[0] === "exec" ? "codex" : "command";

// ---------------------------------------------------------------- how it is called

const claudeFlags = {
  "-p": 0,
  "--verbose": 0,
  "--strict-mcp-config": 0,
  "--fork-session": 0,
  "--forward-subagent-text": 0,
  "--output-format": 1,
  "--session-id": 1,
  "--resume": 1,
  "--setting-sources": 1,
  "--mcp-config": 1,
  "--model": 1,
  "--permission-mode": 1,
  "--permission-prompts": 1,
  "--permission-prompt-tool": 1,
  "--settings": 1,
  "--append-system-prompt-file": 1,
  "--agents": 1,
  "--max-turns": 1,
  "--max-budget-usd": 1,
  "--allowedTools": 1,
  "--disallowedTools": 1,
};
const codexFlags = {
  "--json": 0,
  "--skip-git-repo-check": 0,
  "--sandbox": 1,
  "-C": 1,
  "--model": 1,
  "-c": 1,
};

/** The flags of a call, each with its values, and the words beside them. */
function readCall(words, known) {
  const [flags, rest] = [new Map(), []];
  for (let at = 0; at < words.length; at++) {
    const [name, inline] = /^(--[\w-]+)=(.*)$/s.exec(words[at])?.slice(1) ?? [words[at]];
    if (!name.startsWith("-") || name === "-") rest.push(name);
    else if (!(name in known)) fail(`error: unknown option '${name}'`);
    else
      flags.set(name, [...(flags.get(name) ?? []), known[name] === 0 ? "" : (inline ?? words[++at] ?? "")]);
  }
  return {
    one: (name) => flags.get(name)?.at(-1),
    all: (name) => flags.get(name) ?? [],
    has: (name) => flags.has(name),
    rest,
  };
}

function fail(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

const capabilities =
  "headless events resume fork model mcp_servers subagents ask tool_rules command_rules read_only workspace_write costs";
/** What a probe looks for in the help of each client. */
const helpTexts = {
  claude: [
    "Options:",
    ...Object.keys(claudeFlags).map((flag) => `  ${flag}  as the release has it`),
    "  --print  as the release has it",
    '  --output-format <format>  (choices: "text", "json", "stream-json")',
    '  --permission-prompts <target>  (choices: "host", "none")',
    '  --permission-mode <mode>  (choices: "acceptEdits", "manual")',
    "  --allowed-tools <tools...>  names",
    '  --disallowed-tools <tools...>  names (e.g. "Bash(git *) Edit")',
    "  --add-dir <directories...>  folders",
  ],
  codex: [
    "Commands:",
    ...["exec", "mcp", "resume", "fork"].map((name) => `  ${name}  as the release has it`),
    "Options:",
    ...["--json", "--model", "--ignore-rules"].map((flag) => `  ${flag}  as the release has it`),
    "  --sandbox <MODE>  read-only, workspace-write, danger-full-access",
  ],
  command: ["Options:", "", `identikit-capabilities: ${capabilities}`],
};
const versions = { claude: "2.1.330 (Claude Code)", codex: "codex-cli 0.169.0", command: "1.0.0" };
const { SCRIPTED_AGENT_AS: as = "command" } = process.env;
if (args.includes("--version") || args.includes("--help")) {
  process.stdout.write(args.includes("--version") ? `${versions[as]}\n` : `${helpTexts[as].join("\n")}\n`);
  process.exit(0);
}

const call =
  speaks === "claude"
    ? readCall(args, claudeFlags)
    : speaks === "codex"
      ? readCall(args.slice(1), codexFlags)
      : undefined;
if (call?.has("-C")) process.chdir(call.one("-C"));
const envDirectory =
  process.env.CLAUDE_CONFIG_DIR ?? process.env.CODEX_HOME ?? process.env.IDENTIKIT_ENV ?? "";

/** How the outbox's server is started, and where the two files are. */
const outboxStart = readOutboxStart();
const flagOfServer = (name) => outboxStart?.args[outboxStart.args.indexOf(name) + 1];
const outboxFile = process.env.IDENTIKIT_OUTBOX ?? flagOfServer("--file");
const answersFile = process.env.IDENTIKIT_ANSWERS ?? flagOfServer("--answers");

function readOutboxStart() {
  if (speaks === "claude")
    return JSON.parse(fs.readFileSync(call.one("--mcp-config"), "utf8")).mcpServers.identikit;
  const setting = call?.all("-c").find((one) => one.startsWith("mcp_servers.identikit="));
  if (setting === undefined) return undefined;
  // Texts and lists of them are in TOML as they are in JSON.
  const part = (key) =>
    JSON.parse(new RegExp(`${key} = ("(?:[^"\\\\]|\\\\.)*"|\\[[^\\]]*\\])`).exec(setting)?.[1] ?? "null");
  return { command: part("command"), args: part("args") };
}

// ---------------------------------------------------------------- its session

/** Which conversation it is part of: what was said in it before is in its file. */
function openSession() {
  const kinds = {
    claude: () => {
      const resumed = call.one("--resume");
      const id = call.one("--session-id") ?? resumed ?? randomUUID();
      const kind = resumed === undefined ? "new" : call.has("--fork-session") ? "fork" : "resume";
      const slug = process.cwd().replaceAll(/[^A-Za-z0-9]/g, "-");
      return { kind, id, from: resumed, file: (name) => ["projects", slug, `${name}.jsonl`] };
    },
    codex: () => {
      const [kind = "new", from] = call.rest[0] === "-" ? [] : call.rest;
      const id = kind === "resume" ? from : randomUUID();
      const day = new Date().toISOString().slice(0, 10).split("-");
      return {
        kind,
        id,
        from,
        file: (name) => ["sessions", ...day, `rollout-${day.join("-")}T00-00-00-${name}.jsonl`],
      };
    },
    command: () => {
      const {
        IDENTIKIT_SESSION: kind = "new",
        IDENTIKIT_SESSION_ID: own = randomUUID(),
        IDENTIKIT_SESSION_FROM,
      } = process.env;
      const from = kind === "fork" ? IDENTIKIT_SESSION_FROM : kind === "resume" ? own : undefined;
      return { kind, id: own, from, file: (name) => ["sessions", name, "log.jsonl"] };
    },
  };
  const session = kinds[speaks]();
  const place = (name) => join(envDirectory, ...session.file(name));
  if (session.from === undefined) return { ...session, path: place(session.id), before: "" };
  // In the folder of whichever workspace, or day, it was in.
  const found = envDirectory === "" ? undefined : findFile(envDirectory, session.from);
  return {
    ...session,
    path: place(session.id),
    before: found === undefined ? undefined : fs.readFileSync(found, "utf8"),
    found,
  };
}

function findFile(directory, name) {
  const all = fs.readdirSync(directory, { recursive: true, withFileTypes: true });
  const found = all.find(
    (one) => one.isFile() && `${one.parentPath}/${one.name}`.includes(name) && one.name.endsWith(".jsonl"),
  );
  return found && join(found.parentPath, found.name);
}

const session = openSession();
const tokensBefore = Number(/.*"input_tokens":(\d+)/s.exec(session.before ?? "")?.[1] ?? 0);

function remember(entry) {
  if (envDirectory === "") return;
  fs.mkdirSync(dirname(session.path), { recursive: true });
  fs.appendFileSync(session.path, `${JSON.stringify(entry)}\n`);
}

// ---------------------------------------------------------------- what it says

const used = { turns: 0, tokens: 0, cost: "0" };
let number = 0;
const nextId = () => `id-${++number}`;

/** All of it is written before the next step, however slowly somebody reads. */
async function write(text, stream = process.stdout) {
  if (!stream.write(text)) await new Promise((done) => stream.once("drain", done));
}
const emit = (line) => write(`${JSON.stringify(line)}\n`);

const claudeMessage = (content, lane) => ({
  type: "assistant",
  message: { id: nextId(), role: "assistant", content, usage: { input_tokens: 0, output_tokens: 0 } },
  parent_tool_use_id: lane ?? null,
  session_id: session.id,
});

const voices = {
  claude: {
    start: () =>
      emit({
        type: "system",
        subtype: "init",
        session_id: session.id,
        model: call.one("--model") ?? "scripted",
        claude_code_version: "2.1.330",
        mcp_servers: [],
        tools: [],
      }),
    say: (text, lane) => emit(claudeMessage([{ type: "text", text }], lane)),
    think: (text) => emit(claudeMessage([{ type: "thinking", thinking: text }])),
    begin: async (tool, input) => {
      const id = nextId();
      await emit(claudeMessage([{ type: "tool_use", id, name: tool, input }]));
      return id;
    },
    finish: async (id, tool, output, status) => {
      if (status === "denied")
        await emit({
          type: "system",
          subtype: "permission_denied",
          tool_name: tool,
          tool_use_id: id,
          message: output,
        });
      await emit({
        type: "user",
        message: {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: id, content: output, is_error: status !== "completed" },
          ],
        },
        parent_tool_use_id: null,
      });
    },
    subagent: async (name, text) => {
      const id = await voices.claude.begin("Task", { subagent_type: name, prompt: text });
      await emit({
        type: "system",
        subtype: "task_started",
        tool_use_id: id,
        subagent_type: name,
        description: text,
      });
      await emit(claudeMessage([{ type: "text", text }], id));
      await emit({
        type: "system",
        subtype: "task_notification",
        tool_use_id: id,
        status: "completed",
        summary: text,
      });
      await voices.claude.finish(id, "Task", text, "completed");
    },
    heartbeat: () => emit({ type: "keep_alive" }),
    usage: () => {},
    result: ({ outcome = "succeeded", text = "Done.", reason }) =>
      emit({
        type: "result",
        subtype:
          reason ??
          { succeeded: "success", failed: "error_during_execution", limited: "error_max_turns" }[outcome],
        is_error: outcome !== "succeeded",
        result: text,
        session_id: session.id,
        num_turns: used.turns,
        total_cost_usd: Number(used.cost),
        model_usage_since_last_result: {
          scripted: { inputTokens: used.tokens, outputTokens: 0, costUSD: Number(used.cost) },
        },
      }),
  },
  codex: {
    start: async () => {
      await emit({ type: "thread.started", thread_id: session.id });
      await emit({ type: "turn.started" });
    },
    say: (text) => emit({ type: "item.completed", item: { id: nextId(), type: "agent_message", text } }),
    think: (text) => emit({ type: "item.completed", item: { id: nextId(), type: "reasoning", text } }),
    begin: async (tool, input) => {
      const id = nextId();
      await emit({
        type: "item.started",
        item: {
          id,
          type: "command_execution",
          command: input.command ?? `${tool} ${JSON.stringify(input)}`,
          aggregated_output: "",
          exit_code: null,
          status: "in_progress",
        },
      });
      return id;
    },
    finish: (id, tool, output, status) =>
      emit({
        type: "item.completed",
        item: {
          id,
          type: "command_execution",
          command: tool,
          aggregated_output: output,
          exit_code: status === "completed" ? 0 : 1,
          status: status === "denied" ? "declined" : status,
        },
      }),
    subagent: (name, text) =>
      emit({
        type: "item.completed",
        item: { id: nextId(), type: "collab_tool_call", tool: name, prompt: text, status: "completed" },
      }),
    heartbeat: () => emit({ type: "item.updated", item: { id: nextId(), type: "todo_list", items: [] } }),
    usage: () => {},
    result: async ({ outcome = "succeeded", text = "Done." }) => {
      if (outcome !== "succeeded") return await emit({ type: "turn.failed", error: { message: text } });
      await voices.codex.say(text);
      const total = { input_tokens: tokensBefore + used.tokens, output_tokens: 0 };
      remember({ payload: { type: "token_count", info: { total_token_usage: total } } });
      await emit({ type: "turn.completed", usage: total });
    },
  },
  command: {
    start: () => emit({ type: "session", id: session.id }),
    say: (text, lane) => emit({ type: "message", text, ...(lane === undefined ? {} : { lane }) }),
    think: (text) => emit({ type: "message", text, data: { kind: "thinking" } }),
    begin: async (tool, input) => {
      const call = nextId();
      await emit({ type: "tool", tool, status: "started", text: JSON.stringify(input), data: { call } });
      return call;
    },
    finish: (call, tool, output, status) =>
      emit({ type: "tool", tool, status, text: output, data: { call } }),
    subagent: async (lane, text) => {
      await emit({ type: "subagent", lane, status: "started" });
      await emit({ type: "message", lane, text });
      await emit({ type: "subagent", lane, status: "completed" });
    },
    heartbeat: () => emit({ type: "heartbeat" }),
    usage: () => emit({ type: "cost", ...used }),
    result: ({ outcome = "succeeded", text = "Done.", reason }) =>
      emit({ type: "result", outcome, text, ...(reason === undefined ? {} : { reason }) }),
  },
};
const voice = voices[speaks];

// ---------------------------------------------------------------- what it does

/** Steps that are told as a tool: what they give is its output, what they throw its failure. */
const deeds = {
  write: ({ path, text, base64, mode }) => {
    fs.mkdirSync(dirname(resolve(path)), { recursive: true });
    fs.writeFileSync(
      path,
      base64 === undefined ? (text ?? "") : Buffer.from(base64, "base64"),
      mode === undefined ? {} : { mode },
    );
  },
  append: ({ path, text }) => fs.appendFileSync(path, text),
  remove: ({ path }) => fs.rmSync(path, { recursive: true }),
  rename: ({ path, to }) => fs.renameSync(path, to),
  chmod: ({ path, mode }) => fs.chmodSync(path, mode),
  link: ({ path, target }) => fs.symlinkSync(target, path),
  hardlink: ({ path, target }) => fs.linkSync(target, path),
  fifo: ({ path }) => shell(`mkfifo '${path}'`),
  env: ({ path, text }) => {
    fs.mkdirSync(dirname(join(envDirectory, path)), { recursive: true });
    fs.writeFileSync(join(envDirectory, path), text);
  },
  run: ({ command, env }) => shell(command, env),
  hooks: ({ command }) => plantHooks(command),
  push: ({ remote = "origin", ref = "HEAD" }) =>
    shell(`git push ${remote} ${ref}`, { GIT_TERMINAL_PROMPT: "0" }),
  outbox: ({ request, line }) => fs.appendFileSync(outboxFile, `${line ?? JSON.stringify(request)}\n`),
  mcp: async ({ tool, arguments: given = {} }) => (await callServer(tool, given)).content[0].text,
  approval: async ({ request, waitMs = 600_000 }) => {
    const id =
      request.id ?? `ask-${createHash("sha256").update(JSON.stringify(request)).digest("hex").slice(0, 20)}`;
    fs.appendFileSync(outboxFile, `${JSON.stringify({ type: "approval", ...request, id })}\n`);
    for (let waited = 0; waited < waitMs; waited += 50) {
      const line = (fs.existsSync(answersFile) ? fs.readFileSync(answersFile, "utf8") : "")
        .split("\n")
        .find((one) => one.includes(JSON.stringify(id)));
      if (line !== undefined) return JSON.parse(line).answer;
      await sleep(50);
    }
    return "nobody has answered";
  },
  environments: () =>
    fs
      .readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => ({
        pid: Number(pid),
        environ: attempt(() => fs.readFileSync(`/proc/${pid}/environ`, "latin1").split("\0")),
        cmdline: attempt(() => fs.readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0")),
        cwd: attempt(() => fs.readlinkSync(`/proc/${pid}/cwd`)),
      })),
  read: ({ paths }) =>
    Object.fromEntries(
      paths.map((path) => [path, attempt(() => fs.readFileSync(path, "utf8").slice(0, 10_000))]),
    ),
  call: (step) => request(step),
  connect: ({ host, port }) =>
    new Promise((done, refuse) => {
      const socket = net.connect({ host, port, timeout: 5000 });
      socket
        .once("connect", () => done(socket.destroy() && "connected"))
        .once("error", refuse)
        .once("timeout", () => refuse(new Error("no answer")));
    }),
  resolve: async ({ host }) => (await lookup(host)).address,
  fork: ({ count = 1, detach = true, ignore = true }) => {
    const command = `${ignore ? "trap '' TERM HUP INT; " : ""}while :; do sleep 1000; done`;
    return Array.from({ length: count }, () => {
      const child = spawn("/bin/sh", ["-c", command], { detached: detach, stdio: "ignore" });
      child.unref();
      return child.pid;
    });
  },
  fill: ({ bytes }) => {
    held.push(Buffer.alloc(bytes, 1));
    return held.length;
  },
};
const held = [];

/** Steps that say or end something themselves. */
const acts = {
  say: ({ text, lane }) => voice.say(text, lane),
  think: ({ text }) => voice.think(text),
  tool: async ({ tool, input = {}, output = "", status = "completed" }) =>
    voice.finish(await voice.begin(tool, input), tool, output, status),
  subagent: ({ name, text }) => voice.subagent(name, text),
  usage: ({ do: _, ...sums }) => {
    Object.assign(used, sums);
    return voice.usage();
  },
  permission: async ({ tool, input = {} }) => {
    const id = await voice.begin(tool, input);
    const { content } = await callServer("permission", { tool_name: tool, input, tool_use_id: id });
    const { behavior, message = "" } = JSON.parse(content[0].text);
    const isAllowed = behavior === "allow";
    const output = isAllowed && typeof input.command === "string" ? shell(input.command) : message;
    await voice.finish(id, tool, output, isAllowed ? "completed" : "denied");
  },
  secret: async ({ name, file, text, pieces = 1, as = "messages" }) => {
    const value =
      text ??
      (file === undefined ? (process.env[name] ?? `(no ${name})`) : fs.readFileSync(file, "utf8").trim());
    const size = Math.max(1, Math.ceil(value.length / pieces));
    const parts = Array.from({ length: Math.ceil(value.length / size) }, (_, at) =>
      value.slice(at * size, (at + 1) * size),
    );
    if (as === "lines") await voice.say(`It is:\n${parts.join("\n")}`);
    else if (as === "base64") await voice.say(Buffer.from(value).toString("base64"));
    else if (as === "output")
      await voice.finish(
        await voice.begin("Bash", { command: "env" }),
        "Bash",
        parts.join("\n  "),
        "completed",
      );
    else for (const part of parts) await voice.say(part);
  },
  deaf: () => {
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => {});
  },
  hang: () => new Promise(() => setInterval(() => {}, 1_000_000)),
  sleep: ({ ms }) => sleep(ms),
  flood: async ({ bytes, to = "stdout", line = false }) => {
    const block = Buffer.alloc(65_536, "x");
    if (!line) block[block.length - 1] = 0x0a;
    const file = to === "stdout" || to === "stderr" ? undefined : fs.openSync(to, "a");
    for (let left = bytes; left > 0; left -= block.length) {
      const part = left < block.length ? block.subarray(0, left) : block;
      if (file === undefined) await write(part, process[to]);
      else fs.writeSync(file, part);
    }
    if (line && to === "stdout") await write("\n");
  },
  raw: ({ text, base64 }) => write(base64 === undefined ? text : Buffer.from(base64, "base64")),
  heartbeat: () => voice.heartbeat(),
  exit: ({ code }) => process.exit(code),
  kill: ({ signal = "SIGKILL" }) => {
    process.kill(process.pid, signal);
    return sleep(60_000);
  },
};

function attempt(work) {
  try {
    return work();
  } catch (problem) {
    return `error ${problem.code ?? problem.message}`;
  }
}

function shell(command, env = {}) {
  const { status, stdout, stderr, error } = spawnSync("/bin/sh", ["-c", command], {
    encoding: "utf8",
    env: { ...process.env, ...env },
    timeout: 60_000,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`code ${status}: ${stdout}${stderr}`);
  return `${stdout}${stderr}`;
}

/** Everywhere that git would run something: hooks, settings with programs, filters by attributes. */
function plantHooks(command) {
  const git = (name) => shell(`git rev-parse --git-path ${name}`).trim();
  const planted = {};
  const plant = (name, work) => {
    planted[name] = attempt(() => work() ?? "planted");
  };
  for (const name of [
    "pre-commit",
    "post-checkout",
    "post-index-change",
    "pre-push",
    "reference-transaction",
    "fsmonitor-watchman",
    "post-rewrite",
  ])
    plant(`hook ${name}`, () => {
      const file = git(`hooks/${name}`);
      fs.mkdirSync(dirname(file), { recursive: true });
      fs.writeFileSync(file, `#!/bin/sh\n${command}\n`, { mode: 0o755 });
    });
  const settings = {
    "core.fsmonitor": command,
    "core.pager": command,
    "core.editor": command,
    "core.sshCommand": command,
    "core.hooksPath": resolve("."),
    "filter.evil.clean": command,
    "filter.evil.smudge": command,
    "diff.external": command,
    "credential.helper": `!${command}`,
    "alias.status": `!${command}`,
  };
  for (const [name, value] of Object.entries(settings))
    plant(name, () => void shell(`git config ${name} "$VALUE"`, { VALUE: value }));
  plant(".gitattributes", () => fs.appendFileSync(".gitattributes", "* filter=evil diff=evil\n"));
  plant("info/attributes", () => {
    const file = git("info/attributes");
    fs.mkdirSync(dirname(file), { recursive: true });
    fs.writeFileSync(file, "* filter=evil\n");
  });
  plant(".gitmodules", () =>
    fs.appendFileSync(
      ".gitmodules",
      `[submodule "x"]\n\tpath = x\n\turl = ext::${command}\n\tupdate = !${command}\n`,
    ),
  );
  return planted;
}

/** One call of the outbox's server, which is started for it and ends after it. */
async function callServer(name, given) {
  if (!outboxStart) throw new Error("there is no server for the outbox");
  const child = spawn(outboxStart.command, outboxStart.args, { stdio: ["pipe", "pipe", "inherit"] });
  const failed = new Promise((_, refuse) => child.once("error", refuse));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (id, method, params) => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
    for (;;) {
      const { value, done } = await Promise.race([lines.next(), failed]);
      if (done) throw new Error("the server of the outbox ended");
      const message = JSON.parse(value);
      if (message.error) throw new Error(message.error.message);
      if (message.id === id) return message.result;
    }
  };
  await ask(1, "initialize", {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "scripted", version: "1" },
  });
  const result = await ask(2, "tools/call", { name, arguments: given });
  child.stdin.end();
  return result;
}

/** A request, as curl would send it: by the proxy of the environment, or past it. */
async function request({ url, headers = {}, method = "GET", via }) {
  const to = new URL(url);
  const proxy = process.env[to.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY"] ?? process.env.ALL_PROXY;
  const byProxy = proxy !== undefined && via !== "direct";
  const options = { method, headers: { host: to.host, ...headers }, timeout: 10_000 };
  if (!byProxy) return await answer((to.protocol === "https:" ? https : http).request(to, options));
  const { hostname, port, username, password } = new URL(proxy);
  const sign =
    username === ""
      ? {}
      : {
          "proxy-authorization": `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64")}`,
        };
  if (to.protocol === "http:")
    return await answer(
      http.request({ ...options, hostname, port, path: url, headers: { ...options.headers, ...sign } }),
    );
  const socket = await new Promise((done, refuse) => {
    const target = `${to.hostname}:${to.port || 443}`;
    const asked = http.request({
      hostname,
      port,
      method: "CONNECT",
      path: target,
      headers: sign,
      timeout: 10_000,
    });
    asked.once("connect", (response, tunnel) =>
      response.statusCode === 200 ? done(tunnel) : refuse(new Error(`the proxy said ${response.statusCode}`)),
    );
    asked
      .once("error", refuse)
      .once("response", ({ statusCode }) => refuse(new Error(`the proxy said ${statusCode}`)))
      .end();
  });
  const secure = tls.connect({
    socket,
    servername: to.hostname,
    rejectUnauthorized: process.env.NODE_TLS_REJECT_UNAUTHORIZED !== "0",
  });
  return await answer(
    http.request({ ...options, path: to.pathname + to.search, createConnection: () => secure }),
  );
}

function answer(asked) {
  return new Promise((done, refuse) => {
    asked.once("error", refuse).once("timeout", () => asked.destroy(new Error("no answer")));
    asked.once("response", async (response) => {
      const chunks = [];
      for await (const chunk of response) chunks.push(chunk);
      done({
        status: response.statusCode,
        headers: response.headers,
        body: Buffer.concat(chunks).toString("utf8").slice(0, 100_000),
      });
    });
    asked.end();
  });
}

// ---------------------------------------------------------------- the run

async function readPrompt() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function readScript(prompt) {
  const at = args.indexOf("--script");
  const file = at === -1 ? process.env.SCRIPTED_AGENT : args[at + 1];
  const inPrompt = /scripted-agent:([A-Za-z0-9_-]+)/.exec(prompt)?.[1];
  const text =
    file !== undefined
      ? fs.readFileSync(file, "utf8")
      : inPrompt !== undefined
        ? Buffer.from(inPrompt, "base64url").toString("utf8")
        : fs.existsSync(".scripted-agent.json")
          ? fs.readFileSync(".scripted-agent.json", "utf8")
          : "[]";
  const script = JSON.parse(text);
  return Array.isArray(script) ? script : (script[session.kind] ?? []);
}

async function doDeed(step) {
  const { do: name, report, ...input } = step;
  const id = await voice.begin(name, name === "run" ? { command: step.command } : input);
  let outcome;
  try {
    outcome = { output: (await deeds[name](step)) ?? "done" };
  } catch (problem) {
    outcome = { error: String(problem.code ?? problem.message) };
  }
  if (report !== undefined) fs.writeFileSync(report, JSON.stringify(outcome));
  const said =
    outcome.error ?? (typeof outcome.output === "string" ? outcome.output : JSON.stringify(outcome.output));
  await voice.finish(id, name, said, outcome.error === undefined ? "completed" : "failed");
}

const prompt = await readPrompt();
if (session.before === undefined) {
  if (speaks === "claude")
    await emit({
      type: "result",
      subtype: "error_during_execution",
      is_error: true,
      errors: [`No conversation found with session ID: ${session.from}`],
      session_id: session.from,
    });
  fail(
    speaks === "claude"
      ? `No conversation found with session ID: ${session.from}`
      : `Error: no rollout found for thread id ${session.from}`,
  );
}
const steps = readScript(prompt);
if (session.kind === "fork") remember({ from: session.before });
remember({ prompt });
await voice.start();
if (session.before !== "") await voice.say(`I remember ${session.before.split("\n").length - 1} things.`);
let last = {};
for (const step of steps) {
  used.turns++;
  if (step.do === "result" || step.do === "end") last = step;
  else if (step.do in acts) await acts[step.do](step);
  else if (step.do in deeds) await doDeed(step);
  else fail(`the script has a step that is not known: ${JSON.stringify(step)}`);
}
if (last.do !== "end") await voice.result(last);
const code = last.code ?? ((last.outcome ?? "succeeded") === "succeeded" ? 0 : 1);
// Sockets that it holds do not keep it.
process.stdout.write("", () => process.exit(code));

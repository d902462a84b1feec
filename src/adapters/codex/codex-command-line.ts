import type { CommandLine, LaunchFile } from "../adapter.ts";
import { checkCapable, incapable } from "../incapable.ts";
import type { Launch } from "../launch.ts";
import { type LaunchParts, readLaunchParts } from "../launch-parts.ts";
import { outboxCall, outboxServer } from "../outbox-server/outbox-call.ts";
import { toolRules } from "../tools/tool-rules.ts";
import { codexRules } from "./codex-rules.ts";

const client = "Codex";
const longestArgument = 100_000;
const modes = {
  read_only: "read-only",
  workspace_write: "workspace-write",
  full: "danger-full-access",
} as const;
type SandboxMode = (typeof modes)[keyof typeof modes];

/**
 * `codex exec` for an attempt. It asks nobody: what its sandbox and its rules refuse is refused.
 * @throws {IdentikitError} `CLIENT_INCAPABLE`, `TICKET_INVALID`
 */
export function codexCommandLine(launch: Launch): CommandLine {
  const parts = readLaunchParts(launch.profile);
  checkCapable(client, parts, launch);
  const { places, session, instructions, prompt } = launch;
  const notes: string[] = [];
  // An argument has at most 128 KiB (Linux, MAX_ARG_STRLEN).
  const isLong = Buffer.byteLength(JSON.stringify(instructions)) > longestArgument;
  const sandbox = sandboxOf(parts, launch, notes);
  const argv = [
    "codex",
    "exec",
    "--json",
    // A detached head and a store elsewhere are no repository to it.
    "--skip-git-repo-check",
    "--sandbox",
    sandbox,
    "-C",
    places.workspace,
    ...(parts.model === undefined ? [] : ["--model", parts.model]),
    ...Object.entries(settings(isLong ? { ...launch, instructions: "" } : launch, parts, sandbox)).flatMap(
      ([key, value]) => ["-c", `${key}=${toml(value)}`],
    ),
    ...sessionArguments(session),
    "-",
  ];
  if (launch.budget.turns !== undefined)
    notes.push(
      "Codex counts no turns: each message, command, change of files and call of a tool is counted as one.",
    );
  if (launch.budget.tokens !== undefined)
    notes.push(
      "Codex says how many tokens it has used when its work is done, so a budget of tokens cannot end it earlier.",
    );
  if (!launch.outbox)
    notes.push(
      "There is no Node.js where the agent runs, so it has no tools for its requests and writes them to a file.",
    );
  return {
    argv,
    env: { CODEX_HOME: places.envDirectory },
    stdin: isLong ? `${instructions}\n\n${prompt}` : prompt,
    files: rulesFile(parts, launch),
    notes,
  };
}

/** Of a new session, its name comes with the first line that Codex writes. */
function sessionArguments(session: Launch["session"]): string[] {
  if (session.kind === "new") return [];
  return session.kind === "resume" ? ["resume", session.sessionId] : ["fork", session.from];
}

/**
 * The sandbox of Codex, which is one more wall where it works. Where it does not, as in most containers, every command would fail: there
 * the isolation alone holds the agent, and where that is another user only, nothing would.
 */
function sandboxOf(
  parts: LaunchParts,
  { isolation, hasClientSandbox }: Launch,
  notes: string[],
): SandboxMode {
  const wanted = modes[parts.toolProfile?.filesystemPolicy.mode ?? "workspace_write"];
  if (hasClientSandbox || wanted === modes.full) return wanted;
  if (isolation === "user")
    throw incapable(
      client,
      `cannot be kept to ${wanted}: its sandbox does not work here`,
      "Use a runner with bubblewrap or a container engine, or set filesystemPolicy.mode: full in the tool profile.",
    );
  notes.push(
    `The sandbox of Codex does not work in this isolation, which keeps the agent to ${wanted} by itself.`,
  );
  return modes.full;
}

type Setting = string | number | boolean | readonly string[] | { readonly [key: string]: Setting };

function settings(
  launch: Launch,
  { toolProfile }: LaunchParts,
  sandbox: SandboxMode,
): Record<string, Setting> {
  const outbox = outboxCall(launch);
  return {
    approval_policy: "never",
    // The network of the isolation holds for commands, too.
    ...(sandbox === "workspace-write" && (toolProfile?.networkPolicy.mode ?? "none") !== "none"
      ? { "sandbox_workspace_write.network_access": true }
      : {}),
    ...(launch.trustTier === "trusted" ? {} : { project_doc_max_bytes: 0 }),
    ...(launch.instructions === "" ? {} : { developer_instructions: launch.instructions }),
    ...(outbox
      ? {
          [`mcp_servers.${outboxServer}`]: {
            ...outbox,
            tool_timeout_sec: 660,
            default_tools_approval_mode: "approve",
          },
        }
      : {}),
  };
}

/** A value as TOML has it on one line. A string of JSON is one of TOML, but for DEL. */
function toml(value: Setting): string {
  if (typeof value === "string") return JSON.stringify(value).replaceAll("\u007f", "\\u007f");
  if (Array.isArray(value)) return `[${value.map(toml).join(", ")}]`;
  if (typeof value !== "object") return String(value);
  return `{ ${Object.entries(value)
    .map(([key, item]) => `${key} = ${toml(item)}`)
    .join(", ")} }`;
}

function rulesFile(parts: LaunchParts, launch: Launch): LaunchFile[] {
  const all = [parts, ...parts.subagents].map(({ toolProfile }) => toolRules(toolProfile, parts, launch));
  const text = codexRules({
    commandsDenied: [...new Set(all.flatMap(({ commandsDenied }) => commandsDenied))],
  });
  return text === "" ? [] : [{ place: "envDirectory", path: "rules/identikit.rules", text }];
}

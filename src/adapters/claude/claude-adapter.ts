import type { Adapter } from "../adapter.ts";
import { isSessionId } from "../sessions/session-id.ts";
import { claudeCommandLine } from "./claude-command-line.ts";
import { readClaudeStream } from "./claude-stream.ts";

/** Claude Code, as `claude -p`. Checked against 2.1.330. */
export const claudeAdapter: Adapter = {
  name: "claude",
  promptFile: "system-prompt.md",
  serversFile: ".claude.json",
  sandboxProbe: undefined,
  commandLine: claudeCommandLine,
  readStream: (lines) => readClaudeStream(lines),
  stopSignal: "SIGINT",
  // In the folder of the workspace that it was in; the client finds it from any other.
  sessionFiles: (sessionId) =>
    isSessionId(sessionId) ? [`projects/*/${sessionId}.jsonl`, `projects/*/${sessionId}/**`] : [],
  // Each result says what was used since the one before it.
  tokensOf: () => 0,
};

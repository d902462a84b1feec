import type { Adapter } from "../adapter.ts";
import { isSessionId } from "../sessions/session-id.ts";
import { codexCommandLine } from "./codex-command-line.ts";
import { codexTokens } from "./codex-session.ts";
import { readCodexStream } from "./codex-stream.ts";

/** Codex, as `codex exec`. Checked against 0.169.0. */
export const codexAdapter: Adapter = {
  name: "codex",
  promptFile: undefined,
  serversFile: undefined,
  sandboxProbe: ["codex", "sandbox", "--", "true"],
  commandLine: codexCommandLine,
  readStream: readCodexStream,
  stopSignal: "SIGINT",
  sessionFiles: (sessionId) =>
    isSessionId(sessionId) ? [`sessions/*/*/*/rollout-*-${sessionId}.jsonl`] : [],
  tokensOf: codexTokens,
};

import { join } from "node:path/posix";
import type { Adapter, CommandLine } from "../adapter.ts";
import { checkCapable, incapable } from "../incapable.ts";
import type { Launch } from "../launch.ts";
import { readLaunchParts } from "../launch-parts.ts";
import { isSessionId } from "../sessions/session-id.ts";
import { readCommandStream } from "./command-stream.ts";

/** Any program that reads a task and writes event lines. */
export const commandAdapter: Adapter = {
  name: "command",
  promptFile: undefined,
  serversFile: undefined,
  sandboxProbe: undefined,
  commandLine,
  readStream: (lines) => readCommandStream(lines),
  stopSignal: "SIGTERM",
  sessionFiles: (sessionId) => (isSessionId(sessionId) ? [`sessions/${sessionId}/**`] : []),
  tokensOf: () => 0,
};

/** The program of the stack. Everything that it is told beside the task is in its environment, and in a file. */
function commandLine(launch: Launch): CommandLine {
  const parts = readLaunchParts(launch.profile);
  const { command, name } = parts.adapter;
  if (name !== "command" || command === undefined)
    throw incapable(
      "The adapter command",
      "names no program",
      "Set adapter.command in the stack to a program and its arguments.",
    );
  checkCapable(command[0] ?? "the program", parts, launch);
  const { places, session, instructions, prompt } = launch;
  const { toolProfile, model, subagents, approvalMode } = parts;
  const text = JSON.stringify({
    version: 1,
    instructions,
    model,
    approvalMode,
    toolProfile,
    subagents,
    budget: launch.budget,
  });
  return {
    argv: command,
    env: {
      IDENTIKIT_LAUNCH: join(places.files, "launch.json"),
      IDENTIKIT_WORKSPACE: places.workspace,
      IDENTIKIT_ENV: places.envDirectory,
      IDENTIKIT_OUTBOX: places.outbox,
      IDENTIKIT_ANSWERS: places.answers,
      IDENTIKIT_SESSION: session.kind,
      IDENTIKIT_SESSION_ID: session.sessionId,
      ...(session.kind === "fork" ? { IDENTIKIT_SESSION_FROM: session.from } : {}),
    },
    stdin: prompt,
    files: [{ place: "files", path: "launch.json", text }],
    notes: [],
  };
}

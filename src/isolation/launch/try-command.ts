import { spawn } from "node:child_process";
import { once } from "node:events";
import { messageOf } from "../../fault/thrown.ts";
import { Tail } from "../stream/tail.ts";

const tryMs = 10_000;

/** Runs a command that should end at once and well. @returns why it did not, in a line; `undefined` where it did */
export async function tryCommand(
  command: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const [program = "", ...args] = command;
  const said = new Tail(1000);
  const child = spawn(program, args, {
    env: {},
    cwd: "/",
    stdio: ["ignore", "ignore", "pipe"],
    signal: AbortSignal.any([signal, AbortSignal.timeout(tryMs)]),
    killSignal: "SIGKILL",
  });
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  try {
    const [code, ended] = await once(child, "close");
    if (code === 0) return undefined;
    const text = said.text().replace(/\s+/g, " ").trim();
    return text === "" ? `it ended with ${ended ?? `code ${code}`}` : text;
  } catch (cause) {
    return messageOf(cause);
  }
}

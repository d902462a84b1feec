import { codeOf } from "../../fault/thrown.ts";

/** What the network says when the other side is gone. */
const networkCodes: ReadonlySet<string> = new Set([
  ...[
    "EPIPE",
    "ECONNRESET",
    "ECONNABORTED",
    "ETIMEDOUT",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "ENETDOWN",
    "ENOTCONN",
  ],
  "ERR_STREAM_DESTROYED",
]);

/** What a server says before it hangs up: connection exceptions, shutdown, crash, starting up, idle for too long. */
const hangingUp = /^(08\w{3}|57P0[1235]|25P03)$/;

const wordsOfClient =
  /Connection terminated|connection error|Client was closed|not queryable|Cannot use a pool|socket hang up|ended by the other party/i;

/** An answer did not come in time: the other side is taken for gone. */
export class SilentServer extends Error {
  override readonly name = "SilentServer";

  constructor(milliseconds: number) {
    super(`no answer came within ${milliseconds} ms`);
  }
}

/** Whether a statement failed because its connection is gone. */
export function isLostConnection(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if (cause instanceof SilentServer) return true;
  const code = codeOf(cause) ?? "";
  if (networkCodes.has(code) || hangingUp.test(code)) return true;
  return code === "" && wordsOfClient.test(cause.message);
}

/** Whether a server that is there otherwise could not be connected to just now: it restarts. */
export function isRestarting(cause: unknown): boolean {
  const code = codeOf(cause) ?? "";
  return code === "ECONNREFUSED" || code === "ENOENT" || isLostConnection(cause);
}

/** The server is there and not ready yet. */
export function isStarting(cause: unknown): boolean {
  return codeOf(cause) === "57P03";
}

import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { engineFault } from "./connection.ts";

/** One message of an engine's long-running call. */
export interface EngineMessage {
  readonly stream?: string;
  readonly error?: string;
  readonly aux?: { readonly ID?: string };
}

const maxLineBytes = 1024 * 1024;

/**
 * Reads an engine's messages, a JSON document a line, to the end.
 * @param what is being done, for messages
 * @returns the last image id that the engine named
 * @throws {IdentikitError} `ENGINE_FAILED` with what the engine says, `ENGINE_UNREACHABLE`
 */
export async function followEngine(
  call: Promise<NodeJS.ReadableStream>,
  what: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  let id: string | undefined;
  try {
    for await (const message of messagesOf(await call)) {
      signal.throwIfAborted();
      if (message.error !== undefined) throw failed(what, message.error);
      id = message.aux?.ID ?? id;
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw engineFault(what, cause);
  }
  return id;
}

async function* messagesOf(stream: NodeJS.ReadableStream): AsyncGenerator<EngineMessage> {
  let rest = "";
  for await (const chunk of stream) {
    rest += chunk.toString("utf8");
    if (rest.length > maxLineBytes) throw failed("the engine", "it sends a message without end");
    const lines = rest.split("\n");
    rest = certain(lines.pop());
    for (const line of lines) if (line.trim() !== "") yield JSON.parse(line) as EngineMessage;
  }
  if (rest.trim() !== "") yield JSON.parse(rest) as EngineMessage;
}

function failed(what: string, error: string): IdentikitError {
  const text = error.replace(/\s+/g, " ").trim().slice(0, 500);
  return new IdentikitError("ENGINE_FAILED", `${what}: ${text}`, {
    remedy: "Look at what the engine says; nothing of ours is under its final name.",
  });
}

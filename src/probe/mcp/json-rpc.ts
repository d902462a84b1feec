import { z } from "zod";
import { McpTrouble } from "./mcp-trouble.ts";

const id = z.union([z.string(), z.number()]);
const answer = z.looseObject({
  jsonrpc: z.literal("2.0"),
  id,
  result: z.unknown().optional(),
  error: z.looseObject({ code: z.number() }).optional(),
});
const asked = z.looseObject({ jsonrpc: z.literal("2.0"), id, method: z.string() });

/** What a server's message is to who waits for an answer of this number. */
export type ServerMessage =
  | { readonly kind: "result"; readonly result: unknown }
  | { readonly kind: "question"; readonly reply: object }
  | { readonly kind: "other" };

/**
 * Reads one message. A server may ask, too, while it is waited for: a ping is answered, everything else is not offered here.
 * @throws {McpTrouble} for what is no message, and for an error
 */
export function readMessage(text: string, awaited: number, method: string): ServerMessage {
  const value = parsed(text);
  const question = asked.safeParse(value);
  if (question.success) {
    const { id: number, method: name } = question.data;
    const said = name === "ping" ? { result: {} } : { error: { code: -32601, message: "not offered" } };
    return { kind: "question", reply: { jsonrpc: "2.0", id: number, ...said } };
  }
  const found = answer.safeParse(value);
  if (!found.success || found.data.id !== awaited) return { kind: "other" };
  const { error, result } = found.data;
  if (error)
    throw new McpTrouble(
      `it answered ${method} with the error ${error.code}`,
      "Look at the server's own log.",
    );
  return { kind: "result", result };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's error would quote what may be a secret.
    throw new McpTrouble(
      "it wrote something that is no message of the protocol",
      "Let the server write messages alone to its standard output, one JSON object a line; its log goes to standard error.",
    );
  }
}

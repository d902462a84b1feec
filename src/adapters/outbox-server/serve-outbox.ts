import { linesOf } from "../stream/lines-of.ts";
import {
  type ApprovalPatience,
  approvalPatience,
  awaitAnswer,
  isAskedFor,
  requestName,
  toolApproval,
} from "./approvals.ts";
import { inputProblem } from "./check-input.ts";
import type { ApprovalRules } from "./outbox-call.ts";
import type { OutboxFiles } from "./outbox-files.ts";
import type { OutboxTool } from "./tool.ts";

/** What a server of the outbox is given. */
export interface OutboxServing {
  readonly tools: readonly OutboxTool[];
  readonly files: OutboxFiles;
  readonly rules: ApprovalRules;
  readonly version: string;
  readonly input: AsyncIterable<Uint8Array>;
  write(text: string): void;
  readonly signal: AbortSignal;
  readonly patience?: ApprovalPatience;
}

const permissionTool: OutboxTool = {
  name: "permission",
  description: "Asked by the client itself before it uses a tool that needs an approval.",
  inputSchema: {
    type: "object",
    properties: { tool_name: { type: "string" }, input: { type: "object" } },
    required: ["tool_name"],
  },
};
const askAgain =
  "Nobody has answered yet. End your work now: you are started again when somebody has, and can then ask again.";
const revisions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

type Fields = { readonly [key: string]: unknown };
type Said =
  | { readonly result: object }
  | { readonly error: { readonly code: number; readonly message: string } };

/**
 * Serves the outbox by the Model Context Protocol, a message a line, until its input ends. A call that waits for a person holds up no
 * other one.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools
 */
export async function serveOutbox(serving: OutboxServing): Promise<void> {
  const over = new AbortController();
  const signal = AbortSignal.any([serving.signal, over.signal]);
  const calls = new Set<Promise<void>>();
  for await (const line of linesOf(serving.input)) {
    if (line.trim() === "") continue;
    const call = answerLine(line, { ...serving, signal }).catch(() => {
      // Waiting was ended: nobody listens any more.
    });
    calls.add(call);
    void call.then(() => calls.delete(call));
  }
  over.abort();
  await Promise.all(calls);
}

async function answerLine(line: string, serving: OutboxServing): Promise<void> {
  const message = parsed(line);
  const say = (content: object) => serving.write(`${JSON.stringify({ jsonrpc: "2.0", ...content })}\n`);
  if (!message)
    return say({ id: null, error: { code: -32700, message: "this is not one JSON object a line" } });
  const { id, method, params } = message;
  // A notice, or an answer to a question that was never asked.
  if ((typeof id !== "string" && typeof id !== "number") || typeof method !== "string") return;
  const progress = isFields(params) && isFields(params._meta) ? params._meta.progressToken : undefined;
  let ticks = 0;
  const tick = () => {
    if (typeof progress !== "string" && typeof progress !== "number") return;
    say({ method: "notifications/progress", params: { progressToken: progress, progress: ++ticks } });
  };
  say({ id, ...(await answer(method, isFields(params) ? params : {}, serving, tick)) });
}

async function answer(
  method: string,
  params: Fields,
  serving: OutboxServing,
  tick: () => void,
): Promise<Said> {
  const { tools, version } = serving;
  switch (method) {
    case "initialize": {
      const asked = params.protocolVersion;
      const protocolVersion = revisions.find((one) => one === asked) ?? revisions[0];
      return {
        result: { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "identikit", version } },
      };
    }
    case "ping":
      return { result: {} };
    case "tools/list":
      return { result: { tools: [...tools, permissionTool] } };
    case "tools/call":
      return await call(params, serving, tick);
    default:
      return { error: { code: -32601, message: "this server has tools alone" } };
  }
}

async function call(params: Fields, serving: OutboxServing, tick: () => void): Promise<Said> {
  const { name, arguments: given = {} } = params;
  const tool = [...serving.tools, permissionTool].find((one) => one.name === name);
  if (!tool) return { error: { code: -32602, message: "there is no such tool" } };
  const problem = inputProblem(tool.inputSchema, given);
  if (problem !== undefined || !isFields(given)) return told(problem ?? "arguments must be an object", true);
  if (tool === permissionTool) return told(JSON.stringify(await permission(given, serving, tick)));
  if (tool.name === "approval") return await approval(given, serving, tick);
  serving.files.append(JSON.stringify({ type: tool.name, ...given }));
  return told("Noted. It is checked against the policy of this run after your work.");
}

/** What the client is told of a tool that it wants to use: the form is that of `--permission-prompt-tool`. */
async function permission(given: Fields, serving: OutboxServing, tick: () => void): Promise<object> {
  const { files, rules } = serving;
  const { tool_name, input = {} } = given;
  const denied = (message: string) => ({ behavior: "deny", message });
  const tool = String(tool_name);
  if (!isAskedFor(tool, rules)) return denied("The tool profile of this run does not allow it.");
  const request = toolApproval(tool, input);
  if (!request) return denied("It is too long for a person to approve.");
  files.append(JSON.stringify(request));
  const reply = await awaitAnswer(files, request.id, waiting(serving, tick));
  if (reply?.answer === "approved") return { behavior: "allow", updatedInput: input };
  return denied(reply ? refusal(reply) : askAgain);
}

async function approval(given: Fields, serving: OutboxServing, tick: () => void): Promise<Said> {
  const { files } = serving;
  const id = typeof given.id === "string" ? given.id : requestName("ask", given);
  files.append(JSON.stringify({ type: "approval", ...given, id }));
  const reply = await awaitAnswer(files, id, waiting(serving, tick));
  if (!reply) return told(askAgain);
  if (reply.answer !== "approved") return told(refusal(reply), true);
  return told(`Approved${reply.by === undefined ? "" : ` by ${reply.by}`}. ${reply.comment ?? ""}`.trim());
}

function waiting({ patience = approvalPatience, signal }: OutboxServing, tick: () => void) {
  return { patience, signal, tick };
}

function refusal({ answer: word, by, comment }: NonNullable<ReturnType<OutboxFiles["answerTo"]>>): string {
  const who = by === undefined ? "" : ` by ${by}`;
  return `${word === "rejected" ? "Rejected" : "Not approved in time"}${who}. ${comment ?? "Go on without it."}`;
}

function told(text: string, isError = false): Said {
  return { result: { content: [{ type: "text", text }], ...(isError ? { isError } : {}) } };
}

function parsed(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

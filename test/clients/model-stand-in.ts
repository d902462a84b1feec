import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { listenAlone } from "../services/free-port.ts";

/** A question that a client asked its model: the parsed body. */
export type Question = Readonly<Record<string, unknown>>;

/** A model's API on loopback that answers every question with one word and remembers what it was asked. */
export interface ModelStandIn extends AsyncDisposable {
  readonly url: string;
  readonly questions: readonly Question[];
}

/** A tool that the model asks for before it answers. */
export interface ToolCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** For Codex, the server whose tool it is. */
  readonly namespace?: string;
}

/**
 * Starts a stand-in that speaks the streamed forms of the two APIs: `/v1/messages` and `/v1/responses`.
 * @param calls what it asks for first, one an answer to a question about the task
 */
export async function startModel(calls: readonly ToolCall[] = []): Promise<ModelStandIn> {
  const questions: Question[] = [];
  const server = createServer((request, response) => void answer(request, response, questions, calls));
  await listenAlone(server);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    questions,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  questions: Question[],
  calls: readonly ToolCall[],
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  // Some questions are not about the task, such as the one for a title.
  const asked = () => calls[questions.filter(isAboutTask).length - 1];
  const path = new URL(request.url ?? "/", "http://stand-in").pathname;
  const events = {
    "/v1/messages": () => messageEvents(asked()),
    "/v1/responses": () => responseEvents(asked()),
  }[path];
  if (request.method !== "POST" || !events) {
    response.writeHead(404, { "content-type": "application/json" }).end("{}");
    return;
  }
  const question = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Question;
  questions.push(question);
  if (question.stream !== true) {
    const message = events()[0]?.message ?? {};
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ ...(message as object), content: [{ type: "text", text: "Done." }] }));
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const event of events()) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  response.end();
}

/** `input` is of `/v1/responses`, where every question is. */
function isAboutTask({ tools, input }: Question): boolean {
  return input !== undefined || (Array.isArray(tools) && tools.length > 0);
}

type Event = Readonly<Record<string, unknown>> & { readonly type: string };

let [callCount, answerCount] = [0, 0];
const usage = { input_tokens: 1, output_tokens: 1 };

function messageEvents(call: ToolCall | undefined): Event[] {
  const stop_reason = call ? "tool_use" : "end_turn";
  const message = {
    id: `msg_${++answerCount}`,
    type: "message",
    role: "assistant",
    model: "stand-in",
    content: [],
    stop_reason,
    stop_sequence: null,
    usage,
  };
  const [block, delta] = call
    ? [
        { type: "tool_use", id: `toolu_${++callCount}`, name: call.name, input: {} },
        { type: "input_json_delta", partial_json: JSON.stringify(call.arguments) },
      ]
    : [
        { type: "text", text: "" },
        { type: "text_delta", text: "Done." },
      ];
  return [
    { type: "message_start", message: { ...message, stop_reason: null } },
    { type: "content_block_start", index: 0, content_block: block },
    { type: "content_block_delta", index: 0, delta },
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason, stop_sequence: null }, usage },
    { type: "message_stop" },
  ];
}

function responseEvents(call: ToolCall | undefined): Event[] {
  const content = [{ type: "output_text", text: "Done.", annotations: [] }];
  const item = call
    ? {
        type: "function_call",
        id: "fc_1",
        call_id: `call_${++callCount}`,
        name: call.name,
        ...(call.namespace === undefined ? {} : { namespace: call.namespace }),
        arguments: JSON.stringify(call.arguments),
      }
    : { type: "message", role: "assistant", id: `msg_${++answerCount}`, status: "completed", content };
  const response = { id: "resp_1", object: "response", status: "in_progress", output: [] };
  const counts = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
  return [
    { type: "response.created", response },
    { type: "response.output_item.done", output_index: 0, item },
    {
      type: "response.completed",
      response: { ...response, status: "completed", output: [item], usage: counts },
    },
  ];
}

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { onTestFinished } from "vitest";
import { listenAlone } from "../services/free-port.ts";

type Manner = "json" | "events" | keyof typeof odd;

const json = { "content-type": "application/json; charset=utf-8" };
const events = { "content-type": "text/event-stream" };

async function flood(response: ServerResponse, piece: string): Promise<void> {
  const endless = function* () {
    for (;;) yield piece;
  };
  // It ends when the client has had enough.
  await pipeline(endless, response).catch(() => {});
}

/** Servers that do not do well. */
const odd = {
  hangs: () => {},
  refuses: (response: ServerResponse) => response.writeHead(401).end("t0p-secret"),
  "leads on": (response: ServerResponse) =>
    response.writeHead(307, { location: "http://127.0.0.1:9/" }).end(),
  fails: (response: ServerResponse) => response.writeHead(500).end("t0p-secret"),
  "says nothing": (response: ServerResponse) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<p>"),
  garbage: (response: ServerResponse) => response.writeHead(200, json).end("{t0p-secret"),
  floods: (response: ServerResponse) => flood(response.writeHead(200, json), "x".repeat(65_536)),
  "floods events": (response: ServerResponse) =>
    flood(response.writeHead(200, events), "data: {}\n\n".repeat(6000)),
  "floods one event": (response: ServerResponse) =>
    flood(response.writeHead(200, events), `data: ${"x".repeat(65_536)}\n`),
};

interface Asked {
  readonly method: string;
  readonly rpc: string | undefined;
  readonly headers: IncomingMessage["headers"];
}

function resultOf(method: unknown, params: { protocolVersion?: string }): object {
  if (method === "initialize")
    return {
      protocolVersion: params.protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: "far", version: "2" },
    };
  return { tools: [{ name: "look", description: "for t0p-secret", inputSchema: { type: "object" } }] };
}

/** An answer among other events, one line of it in two pieces; the stream stays open. */
function stream(response: ServerResponse, message: string): void {
  const note = JSON.stringify({ jsonrpc: "2.0", method: "notifications/message", params: {} });
  const ping = JSON.stringify({ jsonrpc: "2.0", id: 7, method: "ping" });
  const before = `: hello\r\n\r\nevent: message\r\ndata: ${note}\r\n\r\ndata: ${ping}\n\n`;
  response.write(`${before}id: 3\ndata: ${message.slice(0, 20)}`);
  setTimeout(() => response.write(`${message.slice(20)}\n\n`), 20);
}

/** A streamable HTTP MCP server on loopback that wants the token `t0p-secret`, with what it was asked. */
export async function startHttpServer(manner: Manner) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString("utf8");
    const { id, method, params } = text === "" ? {} : JSON.parse(text);
    asked.push({ method: request.method ?? "", rpc: method, headers: request.headers });
    if (manner !== "json" && manner !== "events") return void odd[manner](response);
    if (request.headers.authorization !== "Bearer t0p-secret") return void odd.refuses(response);
    if (request.method === "DELETE") return void response.writeHead(200).end();
    if (method?.startsWith("notifications/")) return void response.writeHead(202).end();
    const message = JSON.stringify({ jsonrpc: "2.0", id, result: resultOf(method, params) });
    const session = method === "initialize" ? { "mcp-session-id": "s1" } : {};
    if (manner === "json") return void response.writeHead(200, { ...json, ...session }).end(message);
    stream(response.writeHead(200, { ...events, ...session }), message);
  }
  await listenAlone(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `http://127.0.0.1:${address.port}/mcp`, host: `127.0.0.1:${address.port}`, asked };
}

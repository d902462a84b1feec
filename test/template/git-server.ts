import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { listenAlone } from "../services/free-port.ts";
import { environment } from "./git-repository.ts";

export interface GitServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Every request as `METHOD path`, in order. */
  readonly requests: string[];
  /** Answers a request instead of git; says whether it did. */
  answer: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Milliseconds before each answer. */
  latencyMs: number;
  stop(): void;
}

/** {@link startGitServer}, stopped when the test ends. */
export async function gitServer(projectRoot: string): Promise<GitServer> {
  const server = await startGitServer(projectRoot);
  onTestFinished(() => server.stop());
  return server;
}

/** Git's own smart HTTP server over the repositories below a directory, on loopback. */
export async function startGitServer(projectRoot: string): Promise<GitServer> {
  const requests: string[] = [];
  const state = { answer: (_request: IncomingMessage, _response: ServerResponse) => false, latencyMs: 0 };
  const server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    if (state.latencyMs > 0) await sleep(state.latencyMs);
    if (!state.answer(request, response)) httpBackend(projectRoot, request, response);
  });
  await listenAlone(server);
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(state, { origin, requests, stop });
}

/** git-http-backend(1) is a CGI program. */
export function httpBackend(projectRoot: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url as string, "http://localhost");
  const env = {
    ...environment,
    GIT_PROJECT_ROOT: projectRoot,
    GIT_HTTP_EXPORT_ALL: "1",
    REQUEST_METHOD: request.method,
    PATH_INFO: decodeURIComponent(url.pathname),
    QUERY_STRING: url.search.slice(1),
    CONTENT_TYPE: request.headers["content-type"] ?? "",
    HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
    GIT_PROTOCOL: (request.headers["git-protocol"] as string | undefined) ?? "",
  };
  const child = spawn("git", ["http-backend"], { env, stdio: ["pipe", "pipe", "ignore"] });
  pipeline(request, child.stdin, () => {});
  let head: Buffer | undefined = Buffer.alloc(0);
  child.stdout.on("data", (chunk: Buffer) => {
    if (!head) return void response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end === -1) return;
    const rest = head.subarray(end + 4);
    writeHead(response, head.toString("latin1", 0, end));
    head = undefined;
    response.write(rest);
  });
  child.on("close", () => response.end());
}

function writeHead(response: ServerResponse, head: string): void {
  let status = 200;
  for (const line of head.split("\r\n")) {
    const [name, value] = line.split(/: (.*)/s) as [string, string];
    if (name.toLowerCase() === "status") status = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.writeHead(status);
}

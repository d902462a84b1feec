import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, LookupFunction } from "node:net";
import { onTestFinished } from "vitest";
import { listenAlone } from "./free-port.ts";

export interface AnsweringServer {
  readonly port: number;
  /** `METHOD host path` of each request. */
  readonly seen: string[];
}

/** A server on the loopback that answers as it is told, until the test ends. */
export async function answeringServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) =>
    response.end("here"),
): Promise<AnsweringServer> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.headers.host} ${request.url}`);
    answer(request, response);
  });
  await listenAlone(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, seen };
}

/** A resolver that knows some names; each call of one takes its next answer, the last one for good. */
export function resolverOf(names: Readonly<Record<string, readonly string[]>>) {
  const asked: string[] = [];
  const left = new Map(Object.entries(names).map(([name, answers]) => [name, [...answers]]));
  const lookup: LookupFunction = (hostname, _options, callback) => {
    asked.push(hostname);
    const answers = left.get(hostname) ?? [];
    const found = answers.length > 1 ? answers.shift() : answers[0];
    if (found === undefined) callback(Object.assign(new Error("no such host"), { code: "ENOTFOUND" }), "");
    else
      callback(
        null,
        found.split(" ").map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
  };
  return { lookup, asked };
}

import { generateKeyPairSync } from "node:crypto";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { LookupFunction, Server } from "node:net";
import { onTestFinished } from "vitest";
import { certificateOf } from "../services/certificate.ts";
import { listenAlone } from "../services/free-port.ts";

/** What a server was asked. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: string;
}

export interface Upstream {
  readonly port: number;
  readonly asked: Asked[];
  /** Its certificate's authority, in PEM; empty for plain HTTP. */
  readonly authority: string;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const hello: Answer = (_request, response) => void response.end("hello from outside\n");

/** A server on loopback that keeps what it was asked. With a name it speaks TLS, as that name. */
export async function upstream(name?: string, answer: Answer = hello): Promise<Upstream> {
  const asked: Asked[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const body = Buffer.concat(await Array.fromAsync(request)).toString();
    const { method = "", url = "", rawHeaders: headers } = request;
    asked.push({ method, url, headers, body });
    answer(request, response);
  };
  const key = name === undefined ? undefined : generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const authority = key && name !== undefined ? certificateOf(key, `DNS:${name}`) : "";
  const server: Server = key
    ? createHttpsServer({ key: key.export({ type: "pkcs8", format: "pem" }), cert: authority }, serve)
    : createHttpServer(serve);
  await listenAlone(server);
  onTestFinished(() => void server.close());
  const address = server.address();
  return { port: typeof address === "object" && address ? address.port : 0, asked, authority };
}

/** A resolver that knows these names alone; a list of addresses is given one after the other, the last one for ever. */
export function resolving(
  names: Readonly<Record<string, readonly string[]>>,
): LookupFunction & { readonly asked: string[] } {
  const asked: string[] = [];
  const lookup: LookupFunction = (host, options, answer) => {
    const times = asked.filter((each) => each === host).length;
    asked.push(host);
    const addresses = names[host];
    const address = addresses?.[Math.min(times, addresses.length - 1)];
    if (address === undefined)
      return answer(Object.assign(new Error("not found"), { code: "ENOTFOUND" }), "");
    const family = address.includes(":") ? 6 : 4;
    if (options.all) answer(null, [{ address, family }]);
    else answer(null, address, family);
  };
  return Object.assign(lookup, { asked });
}

import { BodyTooLong, readWhole } from "../../http/body.ts";
import { BrokenConnection, troubleOf } from "../../http/broken-connection.ts";
import type { HttpClient } from "../../http/http-client.ts";
import { type Incoming, messageBody } from "../../http/message.ts";
import { eventTexts } from "./event-texts.ts";
import { readMessage } from "./json-rpc.ts";
import type { McpChannel } from "./mcp-messages.ts";
import { McpTrouble, MessageCount } from "./mcp-trouble.ts";

export interface HttpChannelOptions {
  readonly client: HttpClient;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of all answers together at most. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/**
 * A server at an address: a message a POST, the answer as JSON or as events (streamable HTTP).
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports
 */
export class HttpChannel implements McpChannel, AsyncDisposable {
  readonly #options: HttpChannelOptions;
  readonly #count = new MessageCount();
  #session: string | undefined;
  #revision: string | undefined;
  #number = 0;
  #left: number;

  constructor(options: HttpChannelOptions) {
    this.#options = options;
    this.#left = options.maxBytes;
  }

  async request(method: string, params: object): Promise<unknown> {
    const id = ++this.#number;
    const incoming = await this.#send("POST", { jsonrpc: "2.0", id, method, params });
    this.#refuse(incoming, method);
    this.#session ??= incoming.header("mcp-session-id");
    const type = incoming.header("content-type")?.split(";")[0]?.trim().toLowerCase();
    if (type === "application/json") {
      const message = readMessage(await this.#whole(incoming), id, method);
      if (message.kind === "result") return message.result;
    } else if (type === "text/event-stream") {
      const found = await this.#event(incoming, id, method);
      if (found) return found.result;
    } else incoming.discard();
    throw new McpTrouble(
      `it gave no answer to ${method}`,
      "Check that the address is that of an MCP server.",
    );
  }

  async notify(method: string): Promise<void> {
    const incoming = await this.#send("POST", { jsonrpc: "2.0", method });
    this.#refuse(incoming, method);
    incoming.discard();
  }

  agree(protocolVersion: string): void {
    this.#revision = protocolVersion;
  }

  /** Tells the server that its session is over; servers need not care. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#session === undefined || this.#options.signal.aborted) return;
    try {
      (await this.#send("DELETE")).discard();
    } catch {
      // It was answered, and that is what counted.
    }
  }

  async #send(method: "POST" | "DELETE", message?: object): Promise<Incoming> {
    const { client, url, headers, signal } = this.#options;
    const body = message && messageBody(Buffer.from(JSON.stringify(message)));
    const own = {
      accept: "application/json, text/event-stream",
      ...(body ? { "content-type": "application/json" } : {}),
      ...(this.#revision === undefined ? {} : { "mcp-protocol-version": this.#revision }),
      ...(this.#session === undefined ? {} : { "mcp-session-id": this.#session }),
    };
    return await this.#attempt(() =>
      client.send({ method, url, headers: { ...headers, ...own }, body }, signal),
    );
  }

  /** Credentials are sent to the one address: where it leads on, that is said. */
  #refuse(incoming: Incoming, method: string): void {
    const { status } = incoming;
    if (status >= 200 && status < 300) return;
    incoming.discard();
    const { host } = this.#options.url;
    if (status === 401 || status === 403)
      throw new McpTrouble(
        `${host} refused ${method} with ${status}`,
        "Check the secret that its row names, and its rights.",
      );
    const remedy =
      status >= 300 && status < 400
        ? "Write the address that it leads to into the row: credentials are sent to no other one."
        : "Check the address in its row, and the server's own log.";
    throw new McpTrouble(`${host} answered ${method} with ${status}`, remedy);
  }

  async #whole(incoming: Incoming): Promise<string> {
    return await this.#attempt(async () => {
      const bytes = await readWhole(incoming, this.#left);
      this.#left -= bytes.length;
      return bytes.toString("utf8");
    });
  }

  async #event(
    incoming: Incoming,
    id: number,
    method: string,
  ): Promise<{ readonly result: unknown } | undefined> {
    return await this.#attempt(async () => {
      const texts = eventTexts(incoming.body, this.#left, (bytes) => {
        this.#left -= bytes;
      });
      for await (const text of texts) {
        this.#count.add();
        const message = readMessage(text, id, method);
        if (message.kind === "result") {
          incoming.discard();
          return message;
        }
        if (message.kind === "question") (await this.#send("POST", message.reply)).discard();
      }
      return undefined;
    });
  }

  /** What breaks a connection, in words that name the host alone. */
  async #attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    const { signal, url, maxBytes } = this.#options;
    try {
      return await work();
    } catch (caught) {
      if (caught instanceof McpTrouble) throw caught;
      if (caught instanceof BodyTooLong)
        throw new McpTrouble(
          `it answered with more than ${maxBytes} bytes`,
          "Look at what the server answers.",
        );
      if (signal.aborted)
        throw new McpTrouble("it took too long", "See why it does not answer, or raise health.timeout.");
      const { meaning, remedy } = troubleOf(caught instanceof BrokenConnection ? caught.cause : caught);
      throw new McpTrouble(`${url.host} could not be reached: ${meaning}`, remedy);
    }
  }
}

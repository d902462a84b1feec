import { type OwnedProgram, ProgramTrouble } from "../owned-program.ts";
import { readMessage } from "./json-rpc.ts";
import type { McpChannel } from "./mcp-messages.ts";
import { McpTrouble, MessageCount } from "./mcp-trouble.ts";

/** A server that was started: a message a line, on standard input and output. */
export class StdioChannel implements McpChannel {
  readonly #program: OwnedProgram;
  readonly #lines: AsyncGenerator<string, void>;
  readonly #count = new MessageCount();
  #number = 0;

  constructor(program: OwnedProgram) {
    this.#program = program;
    this.#lines = program.lines();
  }

  async request(method: string, params: object): Promise<unknown> {
    const id = ++this.#number;
    this.#send({ jsonrpc: "2.0", id, method, params });
    for (;;) {
      const { value, done } = await this.#next();
      if (done) throw await this.#ended(method);
      this.#count.add();
      if (value.trim() === "") continue;
      const message = readMessage(value, id, method);
      if (message.kind === "result") return message.result;
      if (message.kind === "question") this.#send(message.reply);
    }
  }

  async notify(method: string): Promise<void> {
    this.#send({ jsonrpc: "2.0", method });
  }

  agree(): void {}

  #send(message: object): void {
    this.#program.write(`${JSON.stringify(message)}\n`);
  }

  async #next(): Promise<IteratorResult<string, void>> {
    try {
      return await this.#lines.next();
    } catch (caught) {
      if (!(caught instanceof ProgramTrouble)) throw caught;
      const isMissing = caught.kind === "missing";
      const remedy = isMissing
        ? "Run identikit controller --once --start-programs in a job that has the program."
        : caught.kind === "late"
          ? "See why it does not answer, or raise health.timeout."
          : "Look at the server's own log.";
      throw new McpTrouble(caught.message, remedy, isMissing);
    }
  }

  async #ended(method: string): Promise<McpTrouble> {
    const code = await this.#program.exitCode().catch(() => null);
    return new McpTrouble(
      `it ended${code === null ? "" : ` with code ${code}`} before it answered ${method}`,
      "Start it by hand with the command of its config row, and look at what it says.",
    );
  }
}

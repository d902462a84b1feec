import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { inputProblem } from "../../src/adapters/outbox-server/check-input.ts";
import type { ApprovalRules } from "../../src/adapters/outbox-server/outbox-call.ts";
import { outboxFiles } from "../../src/adapters/outbox-server/outbox-files.ts";
import { outboxTools } from "../../src/adapters/outbox-server/outbox-tools.ts";
import { serveOutbox } from "../../src/adapters/outbox-server/serve-outbox.ts";
import { outboxRequest } from "../../src/agents/outbox/outbox-request.ts";
import { scratchDirectory } from "../scratch.ts";

/** What a server says, as far as these tests look at it. */
interface Reply {
  readonly id?: unknown;
  readonly method?: string;
  readonly result: {
    readonly content: readonly [{ readonly text: string }];
    readonly isError?: boolean;
    readonly tools: readonly { readonly name: string }[];
    readonly protocolVersion: string;
  };
  readonly error: { readonly code: number };
}

interface Line {
  readonly type: string;
  readonly id?: string;
  readonly preview?: string;
}

/** A server that is talked to as a client would, with files of its own. */
class Conversation implements AsyncDisposable {
  readonly outbox: string;
  readonly answers: string;
  readonly said: Reply[] = [];
  readonly #input = new PassThrough();
  readonly #served: Promise<void>;
  #waiting: (() => void)[] = [];

  constructor(rules: ApprovalRules = { asked: [], closed: [] }, waitMs = 100_000) {
    const root = scratchDirectory();
    [this.outbox, this.answers] = [join(root, "requests.jsonl"), join(root, "answers.jsonl")];
    this.#served = serveOutbox({
      tools: outboxTools(),
      files: outboxFiles(this.outbox, this.answers),
      rules,
      version: "1.2.3",
      input: this.#input,
      write: (text) => {
        this.said.push(JSON.parse(text));
        for (const wake of this.#waiting.splice(0)) wake();
      },
      signal: new AbortController().signal,
      patience: { waitMs, everyMs: 20 },
    });
  }

  send(message: unknown): void {
    this.#input.write(
      `${typeof message === "string" ? message : JSON.stringify({ jsonrpc: "2.0", ...(message as object) })}\n`,
    );
  }

  async ask(id: number, method: string, params: object = {}): Promise<Reply> {
    this.send({ id, method, params });
    return await this.answer(id);
  }

  async answer(id: number | null): Promise<Reply> {
    for (;;) {
      const found = this.said.find((one) => one.id === id);
      if (found) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  call(id: number, name: string, given: object, more = {}): Promise<Reply> {
    return this.ask(id, "tools/call", { name, arguments: given, ...more });
  }

  requests(): Line[] {
    if (!existsSync(this.outbox)) return [];
    return readFileSync(this.outbox, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  }

  /** What a supervisor does: answers the first approval that is asked for. */
  async decide(answer: object): Promise<void> {
    for (;;) {
      const asked = this.requests().find(({ type }) => type === "approval");
      if (asked)
        return appendFileSync(this.answers, `{half\n${JSON.stringify({ id: asked.id, ...answer })}\n`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#input.end();
    await this.#served;
    for (const request of this.requests()) expect(outboxRequest.safeParse(request).error).toBeUndefined();
  }
}

test("the outbox's server introduces itself in the revision that is asked for, or in its newest", async () => {
  await using server = new Conversation();
  const { result } = await server.ask(1, "initialize", { protocolVersion: "2025-06-18" });
  expect(result).toEqual({
    protocolVersion: "2025-06-18",
    capabilities: { tools: {} },
    serverInfo: { name: "identikit", version: "1.2.3" },
  });
  expect((await server.ask(2, "initialize", { protocolVersion: "1999-01-01" })).result.protocolVersion).toBe(
    "2025-11-25",
  );
  expect((await server.ask(3, "ping")).result).toEqual({});
});

test("has a tool for each kind of request, and appends what is asked for as a line (P-42)", async () => {
  await using server = new Conversation();
  const { result } = await server.ask(1, "tools/list");
  const names = result.tools.map(({ name }) => name);
  expect(names).toEqual([...outboxRequest.options.map((option) => option.shape.type.value), "permission"]);
  await server.call(2, "comment", { body: "Hello\nthere", number: 5 });
  await server.call(3, "label", { id: "l", add: ["bug"] });
  expect(server.requests()).toEqual([
    { type: "comment", body: "Hello\nthere", number: 5 },
    { type: "label", id: "l", add: ["bug"] },
  ]);
});

test("tells an agent at once what is wrong with a request, and appends nothing", async () => {
  await using server = new Conversation();
  const { result } = await server.call(1, "comment", { text: "x" });
  expect(result).toEqual({ content: [{ type: "text", text: "arguments.body is missing" }], isError: true });
  expect((await server.call(2, "none", {})).error.code).toBe(-32602);
  expect((await server.ask(3, "resources/list")).error.code).toBe(-32601);
  expect((await server.call(4, "comment", [] as object)).result.isError).toBe(true);
  expect(server.requests()).toEqual([]);
});

test("goes on after lines that are no messages", async () => {
  await using server = new Conversation();
  for (const line of [
    "{half",
    "[]",
    "5",
    "",
    '{"jsonrpc":"2.0","method":"notifications/initialized"}',
    '{"id":{},"method":"ping"}',
  ])
    server.send(line);
  expect((await server.answer(null)).error.code).toBe(-32700);
  expect((await server.ask(1, "ping")).result).toEqual({});
});

test("a call for an approval waits for a person, and holds up no other call (P-17)", async () => {
  await using server = new Conversation();
  const asked = server.call(1, "approval", { action: "release", title: "Release 1.0" });
  expect((await server.call(2, "comment", { body: "meanwhile" })).result.isError).toBeUndefined();
  await server.decide({ answer: "approved", by: "jo", comment: "Fine." });
  expect((await asked).result.content[0].text).toBe("Approved by jo. Fine.");
});

test("a rejected approval is told as one, and one that nobody answers ends the work", async () => {
  await using server = new Conversation();
  const asked = server.call(1, "approval", { action: "shell", title: "rm" });
  await server.decide({ answer: "rejected", by: "jo" });
  expect((await asked).result).toMatchObject({
    isError: true,
    content: [{ text: "Rejected by jo. Go on without it." }],
  });
  await using late = new Conversation(undefined, 50);
  expect((await late.call(1, "approval", { action: "shell", title: "rm" })).result.content[0].text).toContain(
    "End your work now",
  );
});

test("says that it still waits, where a client wants to hear of it", async () => {
  await using server = new Conversation();
  const asked = server.call(
    1,
    "approval",
    { action: "shell", title: "x" },
    { _meta: { progressToken: "t" } },
  );
  await server.decide({ answer: "approved" });
  await asked;
  expect(server.said.filter(({ method }) => method === "notifications/progress").length).toBeGreaterThan(0);
});

test("a client's question for a permission is asked of a person, with exactly what would be done", async () => {
  await using server = new Conversation({ asked: ["Bash"], closed: [] });
  const input = { command: "npm publish", description: "d" };
  const asked = server.call(1, "permission", { tool_name: "Bash", input, tool_use_id: "t" });
  await server.decide({ answer: "approved" });
  expect(JSON.parse((await asked).result.content[0].text)).toEqual({
    behavior: "allow",
    updatedInput: input,
  });
  expect(server.requests()).toEqual([
    {
      type: "approval",
      id: expect.stringMatching(/^use-[0-9a-f]{20}$/),
      action: "shell",
      title: "Use Bash",
      preview: "npm publish",
    },
  ]);
  // After a resume the same question finds its answer, and another one does not.
  const again = await server.call(2, "permission", { tool_name: "Bash", input });
  expect(JSON.parse(again.result.content[0].text).behavior).toBe("allow");
});

test("a preview shows everything that says how a command is run", async () => {
  await using server = new Conversation({ asked: ["*"], closed: [] }, 50);
  await server.call(1, "permission", {
    tool_name: "Bash",
    input: { command: "ls", dangerouslyDisableSandbox: true },
  });
  expect(server.requests()[0]?.preview).toContain("dangerouslyDisableSandbox");
  const long = await server.call(2, "permission", {
    tool_name: "Bash",
    input: { command: "x".repeat(60_001) },
  });
  expect(JSON.parse(long.result.content[0].text)).toMatchObject({ behavior: "deny" });
  expect(server.requests()).toHaveLength(1);
});

test.each([
  ["a tool that nobody is asked for", ["Bash"], "WebFetch", false],
  ["a tool where all are asked for", ["*"], "WebFetch", true],
  ["a tool of a server that is asked for", ["mcp__forge"], "mcp__forge__merge", true],
  ["a tool of a closed server", ["*"], "mcp__closed__other", false],
  ["a named tool of a closed server", ["*", "mcp__closed__look"], "mcp__closed__look", true],
  ["a server whose name begins like another", ["mcp__for"], "mcp__forge__merge", false],
])("a permission for %s", async (_, asked, tool, isAsked) => {
  await using server = new Conversation({ asked, closed: ["mcp__closed"] }, 30);
  const { result } = await server.call(1, "permission", { tool_name: tool, input: {} });
  expect(JSON.parse(result.content[0].text).behavior).toBe("deny");
  expect(server.requests()).toHaveLength(isAsked ? 1 : 0);
});

test("waiting ends when the client goes away", async () => {
  const server = new Conversation();
  server.send({
    id: 1,
    method: "tools/call",
    params: { name: "approval", arguments: { action: "shell", title: "x" } },
  });
  await server[Symbol.asyncDispose]();
  expect(server.said).toEqual([]);
});

/** Requests of a kind, right and wrong ones: every key with every value, on a request that is right and on an empty one. */
function* variants(keys: readonly string[], right: object): Generator<object> {
  const values: readonly unknown[] = [
    ...[null, "", "x", "-x", "x".repeat(400), "x".repeat(70_000), 0, 1, 1.5, -1, true, [], ["x"], [1], {}],
    ...["approve", "success", "ready", "shell"],
    ...[
      { path: "a", severity: "error", message: "m" },
      { path: "a", severity: "bad", message: "m" },
    ].map((one) => [one]),
    ...[{ path: "a", text: null }, { path: "a", text: 5 }, { path: "a" }].map((one) => [one]),
  ];
  for (const base of [right, {}])
    for (const key of [...keys, "unknown"]) for (const value of values) yield { ...base, [key]: value };
}

test.each(outboxTools())(
  "the server's check of $name says what the reader of the outbox says",
  ({ name, inputSchema }) => {
    const keys = Object.keys(inputSchema.properties ?? {});
    const counts = { right: 0, wrong: 0 };
    for (const given of variants(keys, rightRequests[name] ?? {})) {
      const isRight = outboxRequest.safeParse({ type: name, ...given }).success;
      counts[isRight ? "right" : "wrong"]++;
      expect(inputProblem(inputSchema, given) === undefined, JSON.stringify(given).slice(0, 300)).toBe(
        isRight,
      );
    }
    expect(counts.right).toBeGreaterThan(0);
    expect(counts.wrong).toBeGreaterThan(50);
  },
);

const rightRequests: Readonly<Record<string, object>> = {
  comment: { body: "b" },
  review: { decision: "approve" },
  label: {},
  status: { context: "c", state: "success" },
  issue: { title: "t", body: "b" },
  branch: {},
  pull_request: { title: "t", body: "b" },
  rerun: {},
  memory_update: { title: "t", files: [{ path: "p", text: "t" }] },
  approval: { action: "shell", title: "t" },
  runtime: { kind: "preview", name: "n", health: "ready" },
  file: { path: "p" },
};

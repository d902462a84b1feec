import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { outboxInstructions, requestPurposes } from "../../../src/agents/outbox/outbox-instructions.ts";
import { outboxLimit, outboxRequest } from "../../../src/agents/outbox/outbox-request.ts";
import { OutboxReader } from "../../../src/agents/outbox/read-outbox.ts";
import { AnchoredDirectory } from "../../../src/tree/anchored-directory.ts";
import { scratchDirectory } from "../../scratch.ts";

const comment = (body: string, id?: string) =>
  JSON.stringify({ type: "comment", ...(id ? { id } : {}), body });

function outbox(text?: string | Uint8Array) {
  const root = scratchDirectory();
  const file = join(root, "requests.jsonl");
  if (text !== undefined) writeFileSync(file, text);
  const directory = AnchoredDirectory.open(root);
  onTestFinished(() => directory[Symbol.dispose]());
  return { file, root, reader: new OutboxReader(directory, "requests.jsonl") };
}

test("an outbox gives its requests with their lines, and says of each other line why it is none", async () => {
  const lines = [
    comment("one"),
    "",
    "{half",
    '{"type":"delete_everything"}',
    '{"type":"comment"}',
    "[1]",
    '{"type":"comment","body":"x","extra":1}',
    comment("two", "named"),
  ];
  const { requests, problems } = await outbox(`${lines.join("\r\n")}\n`).reader.read(true);
  expect(requests.map(({ line, request }) => [line, request])).toEqual([
    [1, { type: "comment", body: "one" }],
    [8, { type: "comment", id: "named", body: "two" }],
  ]);
  expect(problems.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7]);
  expect(problems[0]?.problem).toBe("the line is not one JSON object");
  expect(problems[2]?.problem).toContain("body");
});

test("an outbox that is not there asks for nothing", async () => {
  expect(await outbox().reader.read(true)).toEqual({ requests: [], problems: [] });
});

test("is read while it is written: whole lines each once, the last one without an end when the agent has ended", async () => {
  const { file, reader } = outbox(`${comment("one")}\n{"type":"comm`);
  expect((await reader.read(false)).requests).toHaveLength(1);
  expect(await reader.read(false)).toEqual({ requests: [], problems: [] });
  appendFileSync(file, `ent","body":"two"}\n${comment("three")}`);
  expect((await reader.read(false)).requests).toEqual([
    { line: 2, request: { type: "comment", body: "two" } },
  ]);
  expect((await reader.read(true)).requests).toEqual([
    { line: 3, request: { type: "comment", body: "three" } },
  ]);
});

test("the same request counts once, and another by that name is told", async () => {
  const lines = [
    comment("one", "a"),
    comment("one", "a"),
    comment("other", "a"),
    comment("one"),
    comment("one"),
  ];
  const { requests, problems } = await outbox(lines.join("\n")).reader.read(true);
  expect(requests.map(({ line }) => line)).toEqual([1, 4]);
  expect(problems).toEqual([
    { line: 3, problem: "the id a is that of another request, on line 1, which counts" },
  ]);
});

test("what was read counts, whatever is done to the file later", async () => {
  const { file, reader } = outbox(`${comment("one")}\n${comment("two")}\n`);
  expect((await reader.read(false)).requests).toHaveLength(2);
  truncateSync(file, 0);
  expect(await reader.read(true)).toEqual({ requests: [], problems: [] });
});

test.each([
  ["a link to a file outside", (_: string, file: string) => symlinkSync("/etc/passwd", file)],
  ["a link to nothing", (root: string, file: string) => symlinkSync(join(root, "none"), file)],
  ["a folder", (_: string, file: string) => mkdirSync(file)],
  ["a pipe that nobody writes to", (_: string, file: string) => void execFileSync("mkfifo", [file])],
])("in place of the file, %s is told and not read", async (_, make) => {
  const { root, file, reader } = outbox();
  make(root, file);
  const { requests, problems } = await reader.read(true);
  expect(requests).toEqual([]);
  expect(problems).toEqual([{ line: 0, problem: expect.stringContaining("nothing of it is read") }]);
  rmSync(file, { recursive: true });
});

test("bytes that are not UTF-8, and controls in what is told of a line, do no harm", async () => {
  const bytes = Buffer.concat([
    Buffer.from('{"type":"comment","body":"'),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('"}\n{"type":"comment","body":"x","\\u001b[31m\\u202e":1}\n'),
  ]);
  const { requests, problems } = await outbox(bytes).reader.read(true);
  expect(requests).toEqual([]);
  expect(problems[0]).toEqual({ line: 1, problem: "the line is not UTF-8 text" });
  expect(problems[1]?.problem).not.toMatch(/\p{Cc}|\p{Cf}/u);
});

test("a flood of requests, of problems and of bytes ends at a bound, and says so", async () => {
  const many = await outbox(
    Array.from({ length: outboxLimit + 5 }, (_, at) => comment(String(at))).join("\n"),
  ).reader.read(true);
  expect(many.requests).toHaveLength(outboxLimit);
  expect(many.problems).toEqual([
    { line: outboxLimit + 1, problem: expect.stringContaining("there are more than") },
  ]);
  expect((await outbox("x\n".repeat(10_000)).reader.read(true)).problems).toHaveLength(100);
  const large = outbox(Buffer.alloc(65 * 1024 * 1024, "x"));
  const { requests, problems } = await large.reader.read(true);
  expect(requests).toEqual([]);
  expect(problems.at(-1)?.problem).toContain("is not read");
});

test("an agent is told of every kind of request, and of the way that it has", () => {
  expect(Object.keys(requestPurposes).sort()).toEqual(
    outboxRequest.options.map((option) => option.shape.type.value).sort(),
  );
  const places = { file: "/agent/requests.jsonl", answers: "/agent/answers.jsonl" };
  expect(outboxInstructions({ ...places, hasServer: true })).not.toContain(places.file);
  const byFile = outboxInstructions({ ...places, hasServer: false });
  for (const part of [places.file, places.answers, ...Object.keys(requestPurposes)])
    expect(byFile).toContain(part);
});

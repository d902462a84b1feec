import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { outboxProgramFile } from "../../src/adapters/outbox-server/outbox-program.ts";
import { outboxTools } from "../../src/adapters/outbox-server/outbox-tools.ts";
import { certain } from "../../src/fault/certain.ts";
import { house } from "../architecture/rooms.ts";
import { scratchDirectory } from "../scratch.ts";

const programs: readonly (readonly [string, (root: string) => readonly string[]])[] = [
  ["identikit outbox", () => [join(house, "dist/identikit.js"), "outbox"]],
  [
    "the program of one file, where nothing else of Identikit is",
    (root) => {
      const copy = join(root, "outbox-server.mjs");
      copyFileSync(certain(outboxProgramFile()), copy);
      return [copy];
    },
  ],
];

test.each(programs)(
  "%s speaks the protocol, appends requests, and ends with its input",
  async (_, program) => {
    const root = scratchDirectory();
    const files = ["--file", "requests.jsonl", "--answers", "answers.jsonl"];
    const child = spawn(process.execPath, [...program(root), ...files], {
      cwd: root,
      stdio: ["pipe", "pipe", "inherit"],
      env: {},
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ask = async (id: number, method: string, params: object) => {
      child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
      return JSON.parse((await lines.next()).value ?? "null");
    };
    expect(await ask(1, "initialize", { protocolVersion: "2025-11-25" })).toMatchObject({
      id: 1,
      result: { serverInfo: { name: "identikit" } },
    });
    const { result } = await ask(2, "tools/list", {});
    expect(result.tools.slice(0, -1)).toEqual(JSON.parse(JSON.stringify(outboxTools())));
    await ask(3, "tools/call", { name: "comment", arguments: { body: "Hello" } });
    expect(readFileSync(join(root, "requests.jsonl"), "utf8")).toBe('{"type":"comment","body":"Hello"}\n');
    child.stdin.end();
    expect(await once(child, "close")).toEqual([0, null]);
    expect((await lines.next()).done).toBe(true);
  },
);

test("the program of one file says how it is called", async () => {
  const child = spawn(process.execPath, [certain(outboxProgramFile())], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said: string[] = [];
  child.stderr.on("data", (text) => said.push(String(text)));
  expect(await once(child, "close")).toEqual([64, null]);
  expect(said.join("")).toBe(
    "usage: outbox-server --file FILE --answers FILE [--ask TOOL]… [--closed SERVER]…\n",
  );
});

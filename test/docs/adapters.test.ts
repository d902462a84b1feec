import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { adapterNamed } from "../../src/adapters/adapters.ts";
import { eventLine } from "../../src/adapters/command/event-line.ts";
import { linesOf } from "../../src/adapters/stream/lines-of.ts";
import { outboxLimit, outboxRequest } from "../../src/agents/outbox/outbox-request.ts";
import { clientCapabilities } from "../../src/agents/readiness/client-capabilities.ts";
import { knownClients } from "../../src/probe/clients/known-clients.ts";
import { launchOf, ofKind } from "../adapters/launches.ts";
import { scratchDirectory } from "../scratch.ts";
import { house } from "./documents.ts";

const page = readFileSync(join(house, "docs/reference/adapters.md"), "utf8");

test("the page of adapters says of each capability what the known releases show", () => {
  const rows = [...page.matchAll(/^\| `(\w+)`: (.+) \| (yes|no) \| (yes|no) \|$/gm)].map(
    ([, ...cells]) => cells,
  );
  const word = (adapter: string, name: string) => {
    const known = knownClients.find((one) => one.adapter === adapter);
    return known?.capabilities.some((one) => one === name) ? "yes" : "no";
  };
  const wanted = Object.entries(clientCapabilities).map(([name, means]) => [
    name,
    means,
    word("claude", name),
    word("codex", name),
  ]);
  expect(rows).toEqual(wanted);
  for (const { version } of knownClients) expect(page).toContain(version);
});

test("every flag on the page is one that the adapters use", () => {
  for (const name of ["claude", "codex"] as const) {
    const { argv } = adapterNamed(name).commandLine(launchOf(name));
    const [, block = ""] = new RegExp(`\`\`\`text\n(${name} [\\s\\S]*?)\`\`\``).exec(page) ?? [];
    const flags = [...block.matchAll(/(?<= )--?[A-Za-z][\w-]*/g)].map(([flag]) => flag);
    expect(flags.length).toBeGreaterThan(4);
    expect(
      flags.filter((flag) => !argv.some((word) => word === flag || word.startsWith(`${flag}=`))),
    ).toEqual([]);
  }
});

test("every line on the page is one that a program may write", () => {
  const lines = [...page.matchAll(/`(\{"type": [^`]*\})`/g)].map(([, text = ""]) => JSON.parse(text));
  expect(lines.length).toBeGreaterThan(8);
  for (const line of lines) expect(eventLine.safeParse(line).error, JSON.stringify(line)).toBeUndefined();
  expect(page).toContain(`${outboxLimit} requests`);
});

test("the program on the page runs, is understood, and asks for its comment", async () => {
  const [, program = ""] = /```js\n([\s\S]*?)```/.exec(page) ?? [];
  const root = scratchDirectory();
  const at = (name: string) => join(root, name);
  writeFileSync(at("agent.mjs"), program);
  mkdirSync(at("work"));
  writeFileSync(at("work/a.txt"), "");
  const command = [process.execPath, at("agent.mjs")];
  expect(execFileSync(process.execPath, [at("agent.mjs"), "--help"], { encoding: "utf8" })).toContain(
    "headless events",
  );
  const adapter = adapterNamed("command");
  const { argv, env, stdin } = adapter.commandLine(
    launchOf("command", {
      profile: { adapter: { name: "command", command } },
      places: {
        workspace: at("work"),
        envDirectory: at("env"),
        files: at("run"),
        outbox: at("requests.jsonl"),
        answers: at("answers.jsonl"),
      },
    }),
  );
  const child = spawn(argv[0] ?? "", argv.slice(1), {
    cwd: at("work"),
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(stdin);
  const events = await Array.fromAsync(adapter.readStream(linesOf(child.stdout)));
  expect(ofKind(events, "result")).toEqual([
    { kind: "result", result: { outcome: "succeeded", text: "Counted." } },
  ]);
  expect(ofKind(events, "session")).toHaveLength(1);
  expect(JSON.stringify(events)).not.toContain("unknown");
  expect(outboxRequest.parse(JSON.parse(readFileSync(at("requests.jsonl"), "utf8")))).toMatchObject({
    body: "There are 1 files.",
  });
});

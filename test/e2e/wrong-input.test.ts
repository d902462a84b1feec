import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { commitAll, copyFleet, type FleetCopy } from "./fleet.ts";
import { identikit, type RunOptions } from "./identikit.ts";

let fleet: FleetCopy;
beforeEach(() => {
  fleet = copyFleet();
});
afterEach(() => fleet[Symbol.dispose]());

/** Puts a mistake into a file of the fleet. */
function mistake(file: string, from: string, to: string): void {
  const before = readFileSync(fleet.path(file), "utf8");
  expect(before).toContain(from);
  writeFileSync(fleet.path(file), before.replace(from, to));
}

interface Expected {
  readonly exit: number;
  readonly code: string;
  /** What the line must tell: where it is, what was meant. */
  readonly says: readonly string[];
}

/** The command fails with one clear line for a person, and with the contract's document for a program. */
async function expectFault(args: readonly string[], expected: Expected, options?: RunOptions): Promise<void> {
  const run = { cwd: fleet.root, ...options };
  const plain = await identikit([...args, "--quiet"], run);
  const lines = plain.stderr.trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(new RegExp(`^error ${expected.code}: \\S.+[.?] [A-Z].+$`));
  for (const part of expected.says) expect(lines[0]).toContain(part);
  expect(plain.code).toBe(expected.exit);

  const json = await identikit([...args, "--quiet", "--json"], run);
  const { error } = JSON.parse(json.stdout);
  expect(error).toEqual({ code: expected.code, message: expect.any(String), remedy: expect.any(String) });
  expect(plain.stderr).toContain(error.message);
  expect(json.code).toBe(expected.exit);
}

test.each([
  [
    "a section",
    '"workspace_templates"',
    '"workspace_template"',
    'manifest.json:11: unknown key "workspace_template"',
    '"workspace_templates"',
  ],
  [
    "a key of an entry",
    '"runtime": "codex"',
    '"runtmie": "codex"',
    'manifest.json:17: unknown key "workspace_templates[2].runtmie"',
    '"runtime"',
  ],
])(
  "a typo in %s of the manifest is named with key, line and what was meant",
  async (_, from, to, where, meant) => {
    mistake("manifest.json", from, to);
    const says = [where, `did you mean ${meant}?`];
    await expectFault(["fetch", "--all"], { exit: 1, code: "MANIFEST_INVALID", says });
  },
);

test("a manifest that is no JSON is named with its line", async () => {
  mistake("manifest.json", '"version": 1,', '"version": 1');
  const says = ["manifest.json:6: not valid JSON"];
  await expectFault(["fetch", "--all"], { exit: 1, code: "DOCUMENT_INVALID", says });
});

test("an agent of an unknown type is named with its line and the type that was meant", async () => {
  mistake(
    "agents.json",
    '"name": "engineer-tariffs", "type": "engineer"',
    '"name": "engineer-tariffs", "type": "enginer"',
  );
  const says = ["agents.json:23: ", '"enginer"; did you mean "engineer"?'];
  await expectFault(["config", "sync"], { exit: 1, code: "AGENT_TYPE_UNKNOWN", says });
});

test("an MCP server of an unknown kind is named with its line and the kinds that there are", async () => {
  mistake("config/mcp-builtin.json", '"type": "stdio"', '"type": "stdoi"');
  const says = [
    'config/mcp-builtin.json:4: mcpServers.forge.type is "stdoi"; did you mean "stdio"?',
    '"http"',
  ];
  await expectFault(["config", "sync"], { exit: 1, code: "ROW_INVALID", says });
});

test("an agent that is not there is answered with the one that was meant", async () => {
  await identikit(["config", "sync"], { cwd: fleet.root });
  const says = ['no agent is called concirge; did you mean "concierge"?'];
  await expectFault(["config", "show", "concirge"], { exit: 1, code: "AGENT_UNKNOWN", says });
});

test("a template that the manifest does not have is answered with the one that was meant", async () => {
  const says = ['"reviewr"; did you mean "reviewer"?', "platform-agent, claude-code-default, reviewer"];
  await expectFault(["fetch", "reviewr"], { exit: 1, code: "TEMPLATE_UNKNOWN", says });
});

test("a template whose repository is not there is named with the place that was looked at", async () => {
  rmSync(fleet.path("templates/reviewer"), { recursive: true });
  const says = ["reviewer: ./templates/reviewer", fleet.path("templates/reviewer")];
  await expectFault(["fetch", "--all"], { exit: 1, code: "SOURCE_NOT_FOUND", says });
});

test("a gate without its template fails loudly and says how to get it", async () => {
  const says = [fleet.path(".tenant-bundle-deps"), "identikit fetch platform-agent"];
  await expectFault(["gate", "--image", "oci:images:v1"], { exit: 1, code: "SSOT_MISSING", says });
});

test("a missing secret is named with the agent that needs it and the command that sets it", async () => {
  await identikit(["config", "sync"], { cwd: fleet.root });
  const says = ["FORGE_TOKEN", "agent concierge", "identikit secret set FORGE_TOKEN"];
  const args = ["render", "--agent", "concierge", "--env-root", "envs"];
  await expectFault(args, { exit: 1, code: "MISSING_SECRET", says });
});

test.each(["files", "checkout"])(
  "a directory that may not be read is named, in a fleet of %s",
  async (form) => {
    if (form === "checkout") commitAll(fleet.root, "The fleet as it stands");
    const closed = fleet.path("templates/reviewer/prompts");
    chmodSync(closed, 0);
    try {
      const expected = { exit: 1, code: "FILE_UNREADABLE", says: ["reviewer: ", closed] };
      await expectFault(["fetch", "reviewer"], expected, { ordinary: true });
    } finally {
      chmodSync(closed, 0o755);
    }
  },
);

test("a directory that may not be written is named", async () => {
  const closed = fleet.path("closed");
  await identikit(["fetch", "reviewer", "--into", closed], { cwd: fleet.root });
  chmodSync(closed, 0o555);
  try {
    const expected = { exit: 1, code: "FILE_UNWRITABLE", says: [closed] };
    await expectFault(["fetch", "platform-agent", "--into", closed], expected, { ordinary: true });
  } finally {
    chmodSync(closed, 0o755);
  }
});

test("outside a repository the person is told how to name one", async () => {
  const expected = { exit: 1, code: "SSOT_MISSING", says: ["manifest.json", "--root"] };
  await expectFault(["fetch", "--all"], expected, { cwd: fleet.path("..") });
});

test.each([
  ["a command", ["rendr"], "unknown command 'rendr'; did you mean render?"],
  ["a command of a group", ["config", "snyc"], "unknown command 'snyc'; did you mean sync?"],
  ["a flag", ["fetch", "--lokced"], "unknown option '--lokced'; did you mean --locked?"],
  ["a choice", ["render", "--all", "--on-missing-secret", "skp"], '--on-missing-secret is "skp"'],
])("%s that is misspelt is answered with the nearest, exit 64", async (_, args, says) => {
  await expectFault(args, { exit: 64, code: "USAGE", says: [says] });
});

test.each([
  ["as an argument", ["secret", "set", "FORGE_TOKEN", "hunter2"]],
  ["behind a flag", ["secret", "set", "FORGE_TOKEN", "--value=hunter2"]],
  ["behind a letter", ["secret", "set", "FORGE_TOKEN", "-phunter2"]],
])("a secret that was typed %s is not repeated", async (_, args) => {
  const { code, stdout, stderr } = await identikit(args, { cwd: fleet.root });
  expect(code).toBe(64);
  expect(stderr).toMatch(/^error USAGE: /);
  expect(stdout + stderr).not.toContain("hunter2");
});

import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AgentConfig } from "../../src/config/schema/agent-config.ts";
import { systemClock } from "../../src/runtime/clock.ts";
import { RunEnvDirectory } from "../../src/supervisor/run-env-directory.ts";
import { TicketSecrets } from "../../src/supervisor/ticket-secrets.ts";
import { FileTree } from "../../src/tree/file-tree.ts";
import { scratchDirectory } from "../scratch.ts";

const skill = FileTree.of(
  [{ path: "SKILL.md", bytes: Buffer.from("---\nname: triage\ndescription: d\n---\n") }],
  "triage",
);
const entry = <Value>(key: string, value: Value) => ({
  key,
  value,
  scope: "instance" as const,
  overrides: [],
});
const server = (token: string) => ({
  ...{ type: "http", url: "https://forge.example.test/mcp" },
  headers: { Authorization: `Bearer ${token}` },
});
const config: AgentConfig = {
  ...{ name: "ada", type: "engineer", runtime: "claude-code", plugins: [], marketplaces: [] },
  systemPrompt: entry("system", "You are Ada."),
  mcpServers: [entry("forge", server("${SECRET:FORGE_TOKEN}"))],
  skills: [entry("triage", skill)],
  settings: [entry("model", "opus")],
  files: [entry("agents/reader.md", "---\nname: reader\ndescription: d\n---\n\nRead.\n")],
};

async function rendered(values: Readonly<Record<string, string>> = { FORGE_TOKEN: "the value" }) {
  return await RunEnvDirectory.render({
    root: scratchDirectory(),
    config,
    secrets: new TicketSecrets(values),
    accessor: "run-1-1",
    clock: systemClock,
    signal: AbortSignal.timeout(60_000),
  });
}

describe("the env directory of a run", () => {
  test("is rendered from the ticket, with the secrets that it brought, and unchanged as long as nobody touches it", async () => {
    const env = await rendered();
    expect(JSON.parse(readFileSync(join(env.path, ".claude.json"), "utf8")).mcpServers.forge).toEqual(
      server("the value"),
    );
    expect(await env.changes()).toEqual([]);
  });

  test("is not made without a secret that it needs", async () => {
    await expect(rendered({})).rejects.toMatchObject({ code: "MISSING_SECRET" });
  });

  test.each<[string, (path: string) => void, RegExp]>([
    [
      "prompt",
      (path) => appendFileSync(join(path, "system-prompt.md"), "Obey the issue."),
      /system-prompt\.md/,
    ],
    ["skill", (path) => writeFileSync(join(path, "skills/triage/SKILL.md"), "other"), /triage/],
    ["server", (path) => writeFileSync(join(path, ".claude.json"), '{"mcpServers":{}}'), /\.claude\.json/],
    ["subagent", (path) => rmSync(join(path, "agents/reader.md")), /agents\/reader\.md/],
    [
      "skill that nobody gave it",
      (path) => {
        mkdirSync(join(path, "skills/own"));
        writeFileSync(join(path, "skills/own/SKILL.md"), "---\nname: own\ndescription: d\n---\n");
      },
      /skills\/own/,
    ],
  ])("shows that the agent changed its own %s", async (_, change, named) => {
    const env = await rendered();
    change(env.path);
    expect((await env.changes()).join("\n")).toMatch(named);
  });

  test("may be used by the client for what is the client's own", async () => {
    const env = await rendered();
    const file = join(env.path, ".claude.json");
    writeFileSync(
      file,
      JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), numStartups: 3, projects: {} }),
      { mode: 0o600 },
    );
    mkdirSync(join(env.path, "projects/a"), { recursive: true });
    writeFileSync(join(env.path, "projects/a/session.jsonl"), "{}\n");
    expect(await env.changes()).toEqual([]);
  });
});

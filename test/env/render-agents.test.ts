import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderAgents } from "../../src/env/render-agents.ts";
import { parseShard } from "../../src/env/shard.ts";
import { IdentikitError } from "../../src/fault/error.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { expectValidEnv } from "./expect-valid-env.ts";
import { configOf, settingsFor, TestSecrets } from "./fleet-agent.ts";

const server = (secret: string) => ({
  x: { type: "stdio", command: "c", env: { KEY: `\${SECRET:${secret}}` } },
});
const fleet = (names: readonly string[]) =>
  names.map((name) => configOf({ name, prompt: `You are ${name}.\n`, mcpServers: server("KEY") }));

describe("rendering a fleet", () => {
  it("gives each agent's outcome, in order", async () => {
    const envRoot = scratchDirectory();
    const settings = settingsFor(envRoot, new TestSecrets({ KEY: "canary-77" }));
    const agents = fleet(Array.from({ length: 40 }, (_, index) => `agent-${index}`));
    const outcomes = await renderAgents({ ...settings, agents });
    expect(outcomes.map(({ agent, result }) => [agent, result])).toEqual(
      agents.map(({ name }) => [name, "rendered"]),
    );
    for (const agent of agents) expectValidEnv(envRoot, agent, { KEY: "canary-77" });
    const again = await renderAgents({ ...settings, agents });
    expect(new Set(again.map(({ result }) => result))).toEqual(new Set(["unchanged"]));
  });

  it("gives agents that share entries what each of them should hold", async () => {
    const shared = configOf({
      prompt: "Be kind.\n",
      mcpServers: server("KEY"),
      skills: { up: { "SKILL.md": "# Up\n" } },
    });
    const other = configOf({ prompt: "Be exact.\n", skills: { down: { "SKILL.md": "# Down\n" } } });
    const agents = [
      { ...shared, name: "a" },
      { ...shared, name: "b" },
      { ...shared, name: "c", systemPrompt: other.systemPrompt },
      { ...shared, name: "d", skills: other.skills },
      { ...shared, name: "e", settings: configOf({ settings: { model: "opus" } }).settings },
      { ...shared, name: "f", runtime: "codex" },
      { ...shared, name: "g" },
    ];
    const envRoot = scratchDirectory();
    const settings = settingsFor(envRoot, new TestSecrets({ KEY: "canary-83" }));
    // One after the other, so that each has those before it to share with.
    const outcomes = await renderAgents({ ...settings, agents, concurrency: 1 });
    expect(outcomes.map(({ result }) => result)).toEqual(agents.map(() => "rendered"));
    for (const agent of agents.filter(({ runtime }) => runtime !== "codex"))
      expectValidEnv(envRoot, agent, { KEY: "canary-83" });
    expect(existsSync(join(envRoot, "f", "config.toml"))).toBe(true);
    const missing = await renderAgents({
      ...settingsFor(envRoot, new TestSecrets()),
      agents,
      concurrency: 1,
    });
    for (const { name } of agents)
      expect(missing).toContainEqual(
        expect.objectContaining({
          agent: name,
          error: expect.objectContaining({ message: expect.stringContaining(`agent ${name}`) }),
        }),
      );
  });

  it("goes on after one agent's failure", async () => {
    const envRoot = scratchDirectory();
    writeFiles(envRoot, { "b/.claude.json": "nonsense" });
    const settings = settingsFor(envRoot, new TestSecrets({ KEY: "canary-78" }));
    const outcomes = await renderAgents({ ...settings, agents: fleet(["a", "b", "c"]) });
    expect(outcomes).toMatchObject([
      { agent: "a", result: "rendered" },
      { agent: "b", result: "failed", error: { code: "ENV_FILE_INVALID" } },
      { agent: "c", result: "rendered" },
    ]);
    expect(settings.events.names.filter((name) => name.startsWith("task_failed"))).toEqual(["task_failed b"]);
  });

  it("goes on after rows that give no config", async () => {
    const settings = settingsFor(scratchDirectory(), new TestSecrets({ KEY: "canary-82" }));
    const broken = {
      name: "b",
      resolve: () => {
        throw new IdentikitError("ROW_INVALID", "skill up does not have its shape", { remedy: "Fix it." });
      },
    };
    const outcomes = await renderAgents({ ...settings, agents: [...fleet(["a"]), broken, ...fleet(["c"])] });
    expect(outcomes.map(({ agent, result }) => `${agent} ${result}`)).toEqual([
      "a rendered",
      "b failed",
      "c rendered",
    ]);
    expect(settings.events.names).toContain("task_failed b");
  });

  it.each([
    ["fail", "failed", "task_failed"],
    ["skip", "skipped", "render_skipped"],
  ] as const)(
    "with a secret missing, on %s: that agent is %s and all others are rendered",
    async (onMissingSecret, result, event) => {
      const envRoot = scratchDirectory();
      const settings = settingsFor(envRoot, new TestSecrets({ KEY: "canary-79" }));
      const agents = [
        ...fleet(["a"]),
        configOf({ name: "b", mcpServers: server("ABSENT") }),
        ...fleet(["c"]),
      ];
      const outcomes = await renderAgents({ ...settings, agents, onMissingSecret });
      expect(outcomes.map((outcome) => outcome.result)).toEqual(["rendered", result, "rendered"]);
      const told = settings.events.events.filter(({ agent }) => agent === "b");
      expect(told).toMatchObject([{ event, secret: "ABSENT", code: "MISSING_SECRET" }]);
    },
  );

  it("is split over shards by name, each agent in exactly one", async () => {
    const names = Array.from({ length: 100 }, (_, index) => `agent-${index}`);
    const seen: string[] = [];
    for (const shard of ["1/3", "2/3", "3/3"]) {
      const settings = settingsFor(scratchDirectory(), new TestSecrets({ KEY: "canary-80" }));
      const outcomes = await renderAgents({ ...settings, agents: fleet(names), shard: parseShard(shard) });
      expect(outcomes.length).toBeGreaterThan(20);
      seen.push(...outcomes.map(({ agent }) => agent));
    }
    expect(seen.sort()).toEqual([...names].sort());
  });

  it.each(["0/3", "4/3", "1", "a/b", "1/0", "-1/2"])("refuses the shard %s", (shard) => {
    expect(() => parseShard(shard)).toThrowError(/i\/n/);
  });

  it("stops when it is told to", async () => {
    const settings = settingsFor(scratchDirectory(), new TestSecrets({ KEY: "canary-81" }));
    const running = renderAgents({ ...settings, agents: fleet(["a", "b"]), signal: AbortSignal.abort() });
    await expect(running).rejects.toThrowError(/abort/);
  });
});

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hookEvents } from "../../src/config/rows/client-setting.ts";
import { reservedServers } from "../../src/config/rows/reserved-names.ts";
import { reconcile } from "../../src/env/reconcile.ts";
import { configOf } from "../env/fleet-agent.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { runClient, withClients } from "./client-programs.ts";
import { startModel } from "./model-stand-in.ts";
import { forClaude, marks, renderedFor } from "./rendered-fleet.ts";

withClients("Claude Code on a directory that was rendered for it", () => {
  test("tells its model of the prompt, skills, subagents, commands, style, servers and what its hooks say", async () => {
    await using model = await startModel();
    const { directory, home, outcome } = await renderedFor(forClaude);
    expect(outcome).toMatchObject({ result: "rendered", warnings: [] });
    const prompt = join(directory, "system-prompt.md");
    const env = {
      CLAUDE_CONFIG_DIR: directory,
      ANTHROPIC_BASE_URL: model.url,
      ANTHROPIC_API_KEY: "none",
      ENABLE_TOOL_SEARCH: "false",
      FAR_TOKEN: "t",
    };
    const args = ["-p", "Go on.", "--append-system-prompt-file", prompt];
    const run = await runClient("claude", args, { home, env });
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(run.stdout).toContain("Done.");
    const [question] = model.questions.filter(({ tools }) => Array.isArray(tools) && tools.length > 0);
    const asked = JSON.stringify(question);
    expect(question?.model).toBe("claude-sonnet-5");
    for (const part of ["prompt", "skill", "subagent", "command", "style"] as const)
      expect(asked, part).toContain(marks[part]);
    // The hook ran, with the secret that its environment was given.
    expect(asked).toContain(`${marks.hook}-${marks.secret}`);
    const tools = (question?.tools ?? []) as { name: string; description?: string }[];
    const greet = tools.find(({ name }) => name === "mcp__greeter__greet");
    expect(greet?.description).toBe(`Greets; holds ${marks.secret} and one argument.`);
    // What is denied is not offered.
    expect(tools.map(({ name }) => name)).toContain("Bash");
    expect(tools.map(({ name }) => name)).not.toContain("WebSearch");
  });

  test("lists the servers, and its doctor finds nothing wrong in what was rendered", async () => {
    const { directory, home } = await renderedFor(forClaude);
    const env = { CLAUDE_CONFIG_DIR: directory, ANTHROPIC_API_KEY: "none", FAR_TOKEN: "t" };
    const list = await runClient("claude", ["mcp", "list"], { home, env });
    expect(list.stdout).toMatch(/^greeter: .*✔ Connected/m);
    expect(list.stdout).toMatch(/^far-away: http:\/\/127\.0\.0\.1:9\/mcp/m);
    const doctor = await runClient("claude", ["doctor"], { home, env });
    expect(doctor.code).toBe(0);
    expect(doctor.stdout).not.toContain("Invalid settings");
  });

  test("leaves what was rendered as it is, so that a render and a reconcile after it find nothing to do", async () => {
    await using model = await startModel();
    const { directory, home, render, settings } = await renderedFor(forClaude);
    const env = { CLAUDE_CONFIG_DIR: directory, ANTHROPIC_BASE_URL: model.url, ANTHROPIC_API_KEY: "none" };
    await runClient("claude", ["-p", "Go on."], { home, env });
    // It has written much of its own meanwhile.
    const written = JSON.parse(readFileSync(join(directory, ".claude.json"), "utf8"));
    expect(Object.keys(written).length).toBeGreaterThan(3);
    const state = await reconcile({ ...settings, agents: [configOf(forClaude)] });
    expect(state).toMatchObject({ verdict: "clean", findings: [] });
    expect(await render()).toMatchObject({ result: "unchanged" });
  });
});

withClients("what is refused before it is rendered", () => {
  test("is what Claude Code itself does not take: reserved names of servers, unknown events of hooks", async () => {
    const { directory, home } = await renderedFor({ name: "scout" });
    const server = { type: "stdio", command: "true" };
    const names = [...reservedServers, "plain", "Claude in Chrome"];
    const mcpServers = JSON.parse(
      `{${names.map((name) => `${JSON.stringify(name)}: ${JSON.stringify(server)}`).join()}}`,
    );
    // A literal with __proto__ in it would lose it.
    const servers = JSON.stringify({ mcpServers }).replace(
      '"mcpServers":{',
      `"mcpServers":{"__proto__":${JSON.stringify(server)},`,
    );
    writeFileSync(join(directory, ".claude.json"), servers);
    const hooks = Object.fromEntries([...hookEvents, "NoSuchEvent"].map((event) => [event, []]));
    writeFileSync(join(directory, "settings.json"), JSON.stringify({ hooks }));
    const env = { CLAUDE_CONFIG_DIR: directory, ANTHROPIC_API_KEY: "none" };
    const { stdout } = await runClient("claude", ["doctor"], { home, env });
    for (const name of [...reservedServers, "Claude in Chrome"])
      expect(stdout).toContain(`"${name}" is a reserved MCP server name and was not loaded`);
    expect(stdout).not.toContain('"plain" is a reserved');
    expect(stdout.match(/Unknown hook event "(\w+)"/g)).toEqual(['Unknown hook event "NoSuchEvent"']);
  });
});

withClients("the value of a plugin", () => {
  test("is true or false: Claude Code has the plugin with true, and not with a list of versions", async () => {
    const root = scratchDirectory();
    const plugin = (name: string) => ({
      [`market/${name}/.claude-plugin/plugin.json`]: JSON.stringify({
        name,
        version: "1.0.0",
        description: name,
      }),
      [`market/${name}/skills/${name}-skill/SKILL.md`]: `---\nname: ${name}-skill\ndescription: MARK-${name}\n---\nDo it.\n`,
    });
    const names = ["plain", "listed", "off"];
    writeFiles(root, {
      "market/.claude-plugin/marketplace.json": JSON.stringify({
        name: "local",
        owner: { name: "Acme" },
        plugins: names.map((name) => ({ name, source: `./${name}`, description: name })),
      }),
      ...Object.assign({}, ...names.map(plugin)),
    });
    const { directory, home } = await renderedFor({ name: "scout" });
    await using model = await startModel();
    const env = { CLAUDE_CONFIG_DIR: directory, ANTHROPIC_BASE_URL: model.url, ANTHROPIC_API_KEY: "none" };
    await runClient("claude", ["plugin", "marketplace", "add", join(root, "market")], { home, env });
    for (const name of names)
      await runClient("claude", ["plugin", "install", `${name}@local`], { home, env });
    const file = join(directory, "settings.json");
    const settings = JSON.parse(readFileSync(file, "utf8"));
    settings.enabledPlugins = { "plain@local": true, "listed@local": ["1.0.0"], "off@local": false };
    writeFileSync(file, JSON.stringify(settings));
    const run = await runClient("claude", ["-p", "Go on."], { home, env });
    expect(run, run.stderr).toMatchObject({ code: 0 });
    const asked = JSON.stringify(model.questions);
    const has = names.filter((name) => asked.includes(`MARK-${name}`));
    expect(has).toEqual(["plain"]);
  });
});

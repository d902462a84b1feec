import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { renderAgents } from "../../src/env/render-agents.ts";
import { type AgentLiteral, configOf, settingsFor, TestSecrets } from "../env/fleet-agent.ts";
import { scratchDirectory } from "../scratch.ts";

/** What each part of the agent says, so that it can be found in what its client asks the model. */
export const marks = {
  prompt: "PROMPT-MARK",
  skill: "SKILL-MARK",
  subagent: "SUBAGENT-MARK",
  command: "COMMAND-MARK",
  style: "STYLE-MARK",
  hook: "HOOK-MARK",
  secret: "SECRET-MARK",
} as const;

const server = join(import.meta.dirname, "greeting-server.mjs");

/** An agent with something of everything that both clients know. */
export const everything: AgentLiteral = {
  name: "scout",
  mcpServers: {
    greeter: {
      type: "stdio",
      command: process.execPath,
      args: [server, "one argument"],
      env: { GREETING: "${SECRET:GREETING}" },
    },
    "far-away": {
      type: "http",
      url: "http://127.0.0.1:9/mcp",
      headers: { "X-Key": "${SECRET:GREETING}", Authorization: "Bearer ${FAR_TOKEN}" },
    },
  },
  prompt: `You scout. ${marks.prompt}\n`,
  skills: {
    triage: { "SKILL.md": `---\nname: triage\ndescription: Sorts issues. ${marks.skill}\n---\nSort them.\n` },
  },
  settings: { model: "claude-sonnet-5" },
};

/** What Claude Code knows besides. */
export const forClaude: AgentLiteral = {
  ...everything,
  settings: {
    model: "claude-sonnet-5",
    outputStyle: "terse",
    "permissions.allow": ["Bash(git status)"],
    "permissions.deny": ["WebSearch"],
    "permissions.defaultMode": "default",
    "env.FLEET_NAME": "${SECRET:GREETING}",
    "hooks.SessionStart": [{ hooks: [{ type: "command", command: `echo ${marks.hook}-$FLEET_NAME` }] }],
  },
  files: {
    "agents/reviewer.md": `---\nname: reviewer\ndescription: Reviews changes. ${marks.subagent}\n---\nYou review.\n`,
    "commands/git/ship.md": `---\ndescription: Ships it. ${marks.command}\n---\nShip it.\n`,
    "output-styles/terse.md": `---\nname: terse\ndescription: Few words\n---\nBe brief. ${marks.style}\n`,
  },
};

/** An env directory as a render leaves it, with a home beside it. */
export async function renderedFor(literal: AgentLiteral) {
  const root = scratchDirectory();
  const [envRoot, home] = [join(root, "env"), join(root, "home")];
  mkdirSync(home);
  chmodSync(home, 0o700);
  const settings = settingsFor(envRoot, new TestSecrets({ GREETING: marks.secret }));
  const render = async (next: AgentLiteral = literal) => {
    const [outcome] = await renderAgents({ ...settings, agents: [configOf(next)] });
    return outcome;
  };
  const outcome = await render();
  return { directory: join(envRoot, literal.name ?? "scout"), home, outcome, render, settings };
}

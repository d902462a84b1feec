/** Files by path, with `/` between segments. */
export type StarterFiles = ReadonlyMap<string, string>;

/**
 * The files of a working template: configuration, one prompt, one skill, no MCP server yet.
 * @param name of the template, as it stands in a manifest
 * @param runtime the program that runs its agents
 */
export function starterTemplate(name: string, runtime: string): StarterFiles {
  const title = name.replace(/[-._]+/g, " ").replace(/^./, (letter) => letter.toUpperCase());
  return new Map([
    ["config.yaml", configOf(name, title, runtime)],
    ["mcp_servers.yaml", servers],
    [`prompts/${name}.md`, promptOf(title)],
    ["agent-skills/write-summary/SKILL.md", skill],
    ["README.md", readmeOf(title)],
  ]);
}

function configOf(name: string, title: string, runtime: string): string {
  return `# What makes this agent what it is. Check it with: identikit validate
name: ${title}
role: Answers questions and keeps notes for its team
runtime: ${runtime}
version: 1

# The files that the prompt is made of, in this order.
prompt_files:
  - prompts/${name}.md

agent_card:
  name: ${title}
  description: Answers questions and keeps notes for its team.
  skills:
    - id: write-summary
      name: Write a summary
      description: Sum up a discussion or a document in a few lines.
`;
}

const servers = `# The MCP servers that this agent needs, by name. A secret is named, never written here:
#
# mcp_servers:
#   forge:
#     transport: stdio
#     command: gitea-mcp
#     credential: FORGE_TOKEN
mcp_servers: {}
`;

function promptOf(title: string): string {
  return `# ${title}

You help a team. Answer what you are asked, in plain words and as briefly as the matter allows.

- Say what you know, where you know it from, and what you do not know.
- Ask before you change anything that others use.
`;
}

const skill = `---
name: write-summary
description: Sum up a discussion or a document in a few lines. Use it when somebody asks for a summary or for minutes.
---

# Write a summary

1. Read everything first.
2. Write what was decided, then what is open and who has it, then what was said for and against.
3. Keep it under ten lines. Quote where the words matter.
`;

function readmeOf(title: string): string {
  return `# ${title}

A template of agents. \`config.yaml\` names the files that the prompt is made of; \`agent-skills/\` has a directory for each skill.

    identikit validate

checks it. This file is not delivered to agents.
`;
}

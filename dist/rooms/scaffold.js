import { AnchoredDirectory, createFileIn } from "./tree.js";
import { basename, dirname, join } from "node:path";
import { lstatSync } from "node:fs";
// src/scaffold/lay-files.ts
function planLaying(directory, files) {
	const paths = [...files.keys()];
	const isThere = (path) => lstatSync(join(directory, path), { throwIfNoEntry: false }) !== void 0;
	return {
		written: paths.filter((path) => !isThere(path)),
		kept: paths.filter(isThere)
	};
}
function layFiles(directory, files, { written }) {
	for (const path of written) {
		const place = join(directory, path);
		using above = AnchoredDirectory.make(dirname(place));
		createFileIn(above, basename(place), Buffer.from(files.get(path) ?? ""), { mode: 420 });
	}
}
// src/scaffold/starter-dockerfile.ts
function starterDockerfile(template) {
	return `# For builds by an engine; \`identikit bake\` needs neither this file nor an engine.
#
#   npm run identikit -- fetch
#   docker build --build-arg BASE_IMAGE=your/base -f Dockerfile.${template} .
#
# \`npm run identikit -- gate --dockerfile Dockerfile.${template}\` proves that it copies the template's identity and nothing else.
ARG BASE_IMAGE

FROM scratch AS identity
ARG PLATFORM_AGENT_TEMPLATE_DIR=.tenant-bundle-deps/workspace-configs-templates/${template}
COPY \${PLATFORM_AGENT_TEMPLATE_DIR}@identity/ /identity/

FROM \${BASE_IMAGE}
COPY --from=identity /identity/ /opt/molecule-platform-agent-template/
`;
}
// src/scaffold/starter-template.ts
function starterTemplate(name, runtime) {
	const title = name.replace(/[-._]+/g, " ").replace(/^./, (letter) => letter.toUpperCase());
	return new Map([
		["config.yaml", configOf(name, title, runtime)],
		["mcp_servers.yaml", servers],
		[`prompts/${name}.md`, promptOf(title)],
		["agent-skills/write-summary/SKILL.md", skill],
		["README.md", readmeOf$1(title)]
	]);
}
function configOf(name, title, runtime) {
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
function promptOf(title) {
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
function readmeOf$1(title) {
	return `# ${title}

A template of agents. \`config.yaml\` names the files that the prompt is made of; \`agent-skills/\` has a directory for each skill.

    identikit validate

checks it. This file is not delivered to agents.
`;
}
// src/scaffold/starter-workflow.ts
const onNode24 = "npx --yes --package node@24 --";
const starterWorkflow = `name: identikit
on:
  push:
    branches: [main]
  pull_request:

permissions:
  contents: read

concurrency:
  group: identikit-\${{ github.event.pull_request.number || github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

jobs:
  # Require this job in branch protection. Nothing is written or pushed by it.
  check:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
          # The commit that is merged into is what rows are compared with.
          fetch-depth: 0
      - run: npm install
      - run: ${onNode24} npm run validate
      - run: ${onNode24} npm run check -- --main "$MAIN"
        env:
          MAIN: \${{ github.event.pull_request.base.sha }}

  ship:
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
      - run: npm install
      - run: ${onNode24} npm start
`;
// src/scaffold/starter-repository.ts
const template = "assistant";
const runtime = "claude-code";
function starterRepository({ name, identikit }) {
	const inTemplate = [...starterTemplate(template, runtime)].map(([path, text]) => [`templates/${template}/${path}`, text]);
	return new Map([
		[".gitignore", gitignore],
		["package.json", json(packageOf(name, identikit))],
		["justfile", justfile],
		[`Dockerfile.${template}`, starterDockerfile(template)],
		["README.md", readmeOf(name)],
		["identikit.yaml", settings],
		["manifest.json", json(manifest)],
		["agents.json", json(agents)],
		["config/mcp-builtin.json", json({
			$schema: schema("mcp-builtin", "../"),
			mcpServers: {}
		})],
		["config/marketplaces-builtin.json", json({
			$schema: schema("marketplaces-builtin", "../"),
			extraKnownMarketplaces: {}
		})],
		[".github/workflows/identikit.yml", starterWorkflow],
		...inTemplate
	]);
}
function schema(name, up = "./") {
	return `${up}node_modules/identikit/schemas/${name}.schema.json`;
}
function json(value) {
	return `${JSON.stringify(value, void 0, 2)}\n`;
}
const gitignore = `# What Identikit makes: keys, the database, images, env directories, fetched templates. Never commit it.
.identikit/
.tenant-bundle-deps/
node_modules/
`;
const manifest = {
	$schema: schema("manifest"),
	workspace_templates: [{
		name: template,
		repo: `./templates/${template}`,
		runtime
	}]
};
const agents = {
	$schema: schema("agents"),
	types: [{
		name: template,
		runtime,
		plugins: []
	}],
	agents: [{
		name: template,
		type: template
	}]
};
const settings = `# yaml-language-server: $schema=${schema("identikit")}
version: 1

# The identity that is baked into the image.
identity:
  template: ${template}
  required:
    - config.yaml
    - prompts/${template}.md
`;
function packageOf(name, identikit) {
	return {
		name,
		private: true,
		scripts: {
			start: "identikit pipeline",
			validate: "identikit validate",
			check: "identikit check",
			identikit: "identikit"
		},
		devDependencies: { identikit }
	};
}
const justfile = `# Everything: fetch, sync, bake, gate, export, import, render, publish.
default:
    npm start

# Every mistake in the files, with file and line.
validate:
    npx identikit validate

# Recreates the containers of every agent, or of one, from the current image.
containers-rebuild *NAME:
    npx identikit containers rebuild {{NAME}}
`;
function readmeOf(name) {
	return `# ${name}

The source of truth of a fleet of agents.

    npm install
    npm start

fetches the templates, bakes the identity image, fills the config database and renders each agent's env directory below
\`.identikit/\`. Run it again after a change; what is as it should be is left alone. Commit \`identikit.lock\` with everything else:
pull requests are checked against it.

| file | what it says |
| --- | --- |
| \`manifest.json\` | which templates there are |
| \`agents.json\` | which types and agents there are |
| \`config/\` | MCP servers and plugin marketplaces for all agents |
| \`identikit.yaml\` | everything that differs from the defaults |
| \`Dockerfile.${template}\` | how an engine builds the image, for those who do not use \`identikit bake\` |
| \`templates/\` | the templates that have no repository of their own |
| \`.github/workflows/identikit.yml\` | pull requests are checked, what is merged is shipped |

\`npm run validate\` finds mistakes; \`npm run check -- --main origin/main\` says what a branch would change for whom;
\`npm run identikit -- new template NAME\` makes another template.
`;
}
export { layFiles, planLaying, starterRepository, starterTemplate };

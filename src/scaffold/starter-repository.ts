import { starterDockerfile } from "./starter-dockerfile.ts";
import { type StarterFiles, starterTemplate } from "./starter-template.ts";
import { starterWorkflow } from "./starter-workflow.ts";

const template = "assistant";
const runtime = "claude-code";

export interface StarterOptions {
  /** The package's name, as npm allows it. */
  readonly name: string;
  /** What the package file asks npm for: a version range, a tarball, an address. */
  readonly identikit: string;
}

/**
 * The files of a working source-of-truth repository: one template in it, one agent, no secrets. `npm start` runs the whole chain
 * on it without network.
 */
export function starterRepository({ name, identikit }: StarterOptions): StarterFiles {
  const inTemplate = [...starterTemplate(template, runtime)].map(
    ([path, text]) => [`templates/${template}/${path}`, text] as const,
  );
  return new Map([
    [".gitignore", gitignore],
    ["package.json", json(packageOf(name, identikit))],
    ["justfile", justfile],
    [`Dockerfile.${template}`, starterDockerfile(template)],
    ["README.md", readmeOf(name)],
    ["identikit.yaml", settings],
    ["manifest.json", json(manifest)],
    ["agents.json", json(agents)],
    ["config/mcp-builtin.json", json({ $schema: schema("mcp-builtin", "../"), mcpServers: {} })],
    [
      "config/marketplaces-builtin.json",
      json({ $schema: schema("marketplaces-builtin", "../"), extraKnownMarketplaces: {} }),
    ],
    [".github/workflows/identikit.yml", starterWorkflow],
    ...inTemplate,
  ]);
}

function schema(name: string, up = "./"): string {
  return `${up}node_modules/identikit/schemas/${name}.schema.json`;
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

const gitignore = `# What Identikit makes: keys, the database, images, env directories, fetched templates. Never commit it.
.identikit/
.tenant-bundle-deps/
node_modules/
`;

const manifest = {
  $schema: schema("manifest"),
  workspace_templates: [{ name: template, repo: `./templates/${template}`, runtime }],
};

const agents = {
  $schema: schema("agents"),
  types: [{ name: template, runtime, plugins: [] }],
  agents: [{ name: template, type: template }],
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

function packageOf(name: string, identikit: string): object {
  return {
    name,
    private: true,
    scripts: {
      start: "identikit pipeline",
      validate: "identikit validate",
      check: "identikit check",
      identikit: "identikit",
    },
    devDependencies: { identikit },
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

function readmeOf(name: string): string {
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

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import manifest from "../package.json" with { type: "json" };
import type { Action } from "../src/actions/frame/action.ts";
import { allCommands } from "../src/commands/all.ts";
import { actionInterfaces } from "./action-interfaces.ts";
import { actionYml, inputRows } from "./action-yml.ts";
import { badge } from "./badge.ts";
import { errorReference, findingReference } from "./code-reference.ts";
import { commandReference } from "./command-reference.ts";
import { consoleReference } from "./console-reference.ts";
import { actionNames } from "./entries.ts";
import { exampleWorkflows } from "./example-workflows.ts";
import { helpText } from "./help-text.ts";
import { jsonSchemas } from "./json-schemas.ts";
import { kindPages } from "./kind-reference.ts";
import { fillSection, table } from "./sections.ts";
import { troubleshooting } from "./troubleshooting.ts";

const root = join(import.meta.dirname, "..");

/** Every file that is made from a schema, by path from the repository's root: one source for the outward face. */
export async function generatedFiles(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const actions = await allActions();
  for (const action of actions) {
    files.set(`actions/${action.name}/action.yml`, actionYml(action));
    files.set(`actions/${action.name}/README.md`, actionPage(action));
  }
  files.set("src/validate/action-interfaces.ts", actionInterfaces(actions));
  files.set("src/cli/help-text.ts", helpText());
  files.set("README.md", readme(actions));
  files.set("docs/reference/commands.md", commandReference(allCommands));
  files.set("docs/reference/console.md", consoleReference());
  files.set("docs/reference/errors.md", errorReference());
  files.set("docs/reference/findings.md", findingReference());
  files.set("docs/reference/troubleshooting.md", troubleshooting());
  for (const [file, text] of kindPages()) files.set(file, text);
  for (const [name, label, value] of badges(actions.length))
    files.set(`docs/badges/${name}.svg`, badge(label, value));
  for (const [file, text] of exampleWorkflows()) files.set(file, text);
  for (const [file, schema] of jsonSchemas()) files.set(file, json(schema));
  return files;
}

async function allActions(): Promise<Action[]> {
  const modules = actionNames().map(
    (name) => import(`../src/actions/${name}.ts`) as Promise<{ action: Action }>,
  );
  return (await Promise.all(modules)).map(({ action }) => action);
}

/** The page's own words are written by hand; its tables come from the schema. */
function actionPage(action: Action): string {
  const file = join(root, "actions", action.name, "README.md");
  const blank = "<!-- generated:interface -->\n<!-- /generated -->\n";
  const page = existsSync(file)
    ? readFileSync(file, "utf8")
    : `# ${action.name}\n\n${action.description}\n\n${blank}`;
  const inputs = inputRows(action).map(({ name, description, required, initial }) => [
    `\`${name}\``,
    description,
    required ? "**required**" : initial === undefined ? "" : `\`${initial}\``,
  ]);
  const outputs = Object.entries(action.outputs).map(([name, description]) => [`\`${name}\``, description]);
  const parts = [
    "### Inputs",
    table(["input", "", "default"], inputs),
    "### Outputs",
    table(["output", ""], outputs),
  ];
  return fillSection(page, "interface", parts.join("\n\n"));
}

function readme(actions: readonly Action[]): string {
  const page = readFileSync(join(root, "README.md"), "utf8");
  const actionRows = actions.map(({ name, description }) => [
    `[\`${name}\`](actions/${name}/README.md)`,
    description,
  ]);
  const commandRows = allCommands.map(({ name, summary }) => [`\`${name}\``, summary]);
  const withActions = fillSection(page, "actions", table(["action", "does"], actionRows));
  return fillSection(withActions, "commands", table(["command", "does"], commandRows));
}

/** What the README's badges say: name, label, value. */
function badges(actions: number): [name: string, label: string, value: string][] {
  const { license, engines } = manifest;
  return [
    ["license", "license", license],
    ["node", "node", engines.node.replace(">=", "≥ ")],
    ["hosts", "hosts", "GitHub, Gitea, Forgejo"],
    ["actions", "actions", String(actions)],
    ["commands", "commands", String(allCommands.length)],
  ];
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

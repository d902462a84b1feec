import { isBuiltinMarketplace } from "../config/rows/reserved-names.ts";
import { agentsSchema } from "../config/sync/builtin-files.ts";
import type { SourceDocument } from "../document/document.ts";
import { asFault } from "../fault/error.ts";
import { suggestion } from "../fault/nearest.ts";
import { isRecord } from "../fault/thrown.ts";
import type { Manifest } from "../template/manifest.ts";
import { chooseTemplate } from "../template/template-of.ts";
import { checkPrompts } from "./agent-sources.ts";
import type { Findings } from "./findings.ts";
import type { Limits } from "./limits.ts";
import { recordsIn, textIn, textsIn } from "./loose.ts";
import { readDocument } from "./read-document.ts";

/** Which types and agents there are, as far as it can be told. */
export interface CheckedAgents {
  readonly document: SourceDocument;
  readonly types: ReadonlySet<string>;
  /** The types that some agent has. */
  readonly used: ReadonlySet<string>;
}

/** What `agents.json` refers to in other files; `undefined` for what could not be read. */
export interface AgentSurroundings {
  readonly manifest: Manifest | undefined;
  readonly marketplaces: readonly string[] | undefined;
  readonly limits: Limits;
}

/** Checks `agents.json`: its form, names that stand twice, and types, runtimes, templates and marketplaces that are not there. */
export function checkAgents(
  root: string,
  file: string,
  around: AgentSurroundings,
  findings: Findings,
): CheckedAgents | undefined {
  const document = readDocument({ root, file, schema: agentsSchema, code: "DOCUMENT_INVALID" }, findings);
  if (!document) return undefined;
  const types = checkTypes(document, around, findings);
  const used = checkNamedAgents(document, types, around, findings);
  checkPlugins(document, ["defaults", "plugins"], pluginsOfAll(document), around, findings);
  checkPrompts(root, document, around.limits, findings);
  return { document, types, used };
}

function pluginsOfAll({ value }: SourceDocument): unknown {
  const defaults = isRecord(value) ? value.defaults : undefined;
  return isRecord(defaults) ? defaults.plugins : undefined;
}

function checkTypes(document: SourceDocument, around: AgentSurroundings, findings: Findings): Set<string> {
  const types = new Set<string>();
  for (const [index, type] of recordsIn(document.value, "types")) {
    const [name, runtime] = [textIn(type, "name"), textIn(type, "runtime")];
    if (name !== undefined && types.has(name))
      twice(document, ["types", index, "name"], `the agent type ${name}`, findings);
    if (name !== undefined) types.add(name);
    if (runtime !== undefined)
      checkTemplate(
        document,
        ["types", index, "runtime"],
        { runtime, template: textIn(type, "template") },
        around,
        findings,
      );
    checkPlugins(document, ["types", index, "plugins"], type.plugins, around, findings);
  }
  return types;
}

function checkNamedAgents(
  document: SourceDocument,
  types: ReadonlySet<string>,
  around: AgentSurroundings,
  findings: Findings,
): Set<string> {
  const used = new Set<string>();
  // On some file systems the env directories of "Scout" and "scout" are one.
  const names = new Set<string>();
  for (const [index, agent] of recordsIn(document.value, "agents")) {
    const [name, type, template] = (["name", "type", "template"] as const).map((key) => textIn(agent, key));
    if (name !== undefined && names.has(name.toLowerCase()))
      twice(document, ["agents", index, "name"], `the agent ${name}`, findings);
    if (name !== undefined) names.add(name.toLowerCase());
    if (type !== undefined) used.add(type);
    if (type !== undefined && !types.has(type)) {
      const problem = `no agent type is called ${JSON.stringify(type)}${suggestion(type, types)}`;
      const remedy = `Add it to \`types\`, or fix the name; there are: ${[...types].join(", ") || "none"}.`;
      findings.in(document, ["agents", index, "type"], {
        code: "AGENT_TYPE_UNKNOWN",
        problem,
        remedy,
        expected: [...types].join(", "),
      });
    }
    if (template !== undefined)
      checkTemplate(document, ["agents", index], { runtime: "", template }, around, findings);
    checkPlugins(document, ["agents", index, "plugins"], agent.plugins, around, findings);
  }
  return used;
}

/** The line to blame is the one that names the template or the runtime, not the manifest that lacks it. */
function checkTemplate(
  document: SourceDocument,
  path: readonly (string | number)[],
  wanted: { readonly runtime: string; readonly template: string | undefined },
  { manifest }: AgentSurroundings,
  findings: Findings,
): void {
  if (!manifest) return;
  const { runtime, template } = wanted;
  try {
    chooseTemplate(manifest, template === undefined ? { runtime } : { runtime, template });
  } catch (caught) {
    const { code, message, remedy } = asFault(caught);
    const at = template === undefined ? path : [...path.slice(0, 2), "template"];
    findings.in(document, at, { code, problem: message.replace(`${manifest.file}: `, ""), remedy });
  }
}

function checkPlugins(
  document: SourceDocument,
  path: readonly (string | number)[],
  plugins: unknown,
  around: AgentSurroundings,
  findings: Findings,
): void {
  const seen = new Set<string>();
  for (const [index, plugin] of textsIn(plugins)) {
    const name = plugin.replace(/^!/, "");
    const problem = `the plugin ${name} stands twice`;
    if (seen.has(name))
      findings.in(document, [...path, index], { code: "DOCUMENT_INVALID", problem, remedy: "Remove one." });
    seen.add(name);
    if (!plugin.startsWith("!")) checkMarketplace(document, [...path, index], plugin, around, findings);
  }
}

/** The one of those that every client knows that is offered as a name. */
const ownMarketplace = "claude-plugins-official";

function checkMarketplace(
  document: SourceDocument,
  path: readonly (string | number)[],
  plugin: string,
  { marketplaces }: AgentSurroundings,
  findings: Findings,
): void {
  const marketplace = /^[^@\s]+@([^@\s]+)$/.exec(plugin)?.[1];
  if (!marketplaces || marketplace === undefined) return;
  if (marketplaces.includes(marketplace) || isBuiltinMarketplace(marketplace)) return;
  const known = [ownMarketplace, ...marketplaces];
  const problem = `no marketplace is called ${JSON.stringify(marketplace)}${suggestion(marketplace, known)}`;
  const remedy = "Fix the name, or add the marketplace to config/marketplaces-builtin.json.";
  findings.in(document, path, { code: "MARKETPLACE_UNKNOWN", problem, remedy, expected: known.join(", ") });
}

function twice(
  document: SourceDocument,
  path: readonly (string | number)[],
  what: string,
  findings: Findings,
): void {
  const problem = `${what} stands twice (letter case does not count)`;
  findings.in(document, path, { code: "DOCUMENT_INVALID", problem, remedy: "Remove one." });
}

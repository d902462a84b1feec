import type { DocumentPath, SourceDocument } from "../document/document.ts";
import { nearest } from "../fault/nearest.ts";
import { isRecord } from "../fault/thrown.ts";
import type { Findings } from "./findings.ts";
import { namesIn, textIn } from "./loose.ts";
import { readDocument } from "./read-document.ts";
import type { TemplatePlace } from "./template-files.ts";
import { templateConfigSchema, templateServerSchema, templateServersSchema } from "./template-schemas.ts";

/** Checks `config.yaml` of a template; `undefined` where there is none, or none that can be read. */
export function checkTemplateConfig(place: TemplatePlace, findings: Findings): SourceDocument | undefined {
  const document = templateDocument(place, "config.yaml", templateConfigSchema, findings);
  if (document) noteTypos(document, [], Object.keys(templateConfigSchema.shape), findings);
  return document;
}

/** Checks `mcp_servers.yaml` of a template, and notes servers that no agent can get. */
export function checkTemplateServers(place: TemplatePlace, findings: Findings): void {
  const document = templateDocument(place, "mcp_servers.yaml", templateServersSchema, findings);
  if (!document || !isRecord(document.value)) return;
  const groups = ["mcp_servers", "mcpServers"];
  noteTypos(document, [], ["$schema", ...groups], findings);
  for (const group of groups) {
    for (const name of namesIn(document.value, group)) {
      const servers = document.value[group];
      const server = isRecord(servers) ? servers[name] : undefined;
      if (!isRecord(server)) continue;
      noteTypos(document, [group, name], Object.keys(templateServerSchema.shape), findings);
      const problem = whyUnused(server);
      if (problem === undefined) continue;
      const severity = server.enabled === false ? "warning" : "error";
      const remedy = "Give the server the command or the url that its transport needs, or remove it.";
      findings.in(
        document,
        [group, name],
        { code: "TEMPLATE_SERVER_UNUSED", severity, problem, remedy },
        "key",
      );
    }
  }
}

function templateDocument(
  { root, prefix }: TemplatePlace,
  file: string,
  schema: typeof templateConfigSchema | typeof templateServersSchema,
  findings: Findings,
): SourceDocument | undefined {
  return readDocument({ root, file: prefix + file, schema, code: "TEMPLATE_VALUE_INVALID" }, findings);
}

/** The file is the platform's, so an unknown key is a mistake only where it is nearly one that has an effect. */
function noteTypos(
  document: SourceDocument,
  path: DocumentPath,
  known: readonly string[],
  findings: Findings,
): void {
  const value = path.reduce<unknown>((at, part) => (isRecord(at) ? at[part] : undefined), document.value);
  const keys = namesIn(value);
  for (const key of keys) {
    const meant = known.includes(key) ? undefined : nearest(key, known);
    if (meant === undefined || keys.includes(meant)) continue;
    const problem = `${JSON.stringify(key)} has no effect; did you mean ${JSON.stringify(meant)}?`;
    const remedy = "Fix the key, or rename it if it is your own.";
    const said = {
      code: "TEMPLATE_KEY_UNKNOWN",
      severity: "warning",
      problem,
      remedy,
      expected: known.join(", "),
    } as const;
    findings.in(document, [...path, key], said, "key");
  }
}

function whyUnused(server: Readonly<Record<string, unknown>>): string | undefined {
  if (server.enabled === false) return "no agent gets this server, since it is not enabled";
  const [command, url] = [textIn(server, "command"), textIn(server, "url")];
  const transport =
    textIn(server, "transport") ?? textIn(server, "type") ?? (command === undefined ? "http" : "stdio");
  const needs = transport === "stdio" ? "command" : "url";
  const has = needs === "command" ? command : url;
  return has === undefined ? `no agent could use this server: it has no ${needs}` : undefined;
}

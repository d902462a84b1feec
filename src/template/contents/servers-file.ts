import { z } from "zod";
import type { SourceDocument } from "../../document/document.ts";
import { isRecord } from "../../fault/thrown.ts";
import { reportTypos } from "./config-file.ts";
import { ProblemList } from "./problem.ts";

const text = z.string().min(1);
const strings = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String));
const transports = ["stdio", "http", "streamable-http", "sse", "ws"] as const;

/** One server of `mcp_servers.yaml`. */
export const templateServerSchema = z.looseObject({
  transport: z.enum(transports).optional().describe("`stdio` where there is a command, else `http`."),
  type: z.enum(transports).optional().describe("Another name for `transport`."),
  purpose: z.string().optional(),
  description: z.string().optional(),
  command: text.optional(),
  args: z.array(z.union([z.string(), z.number()]).transform(String)).nullish(),
  env: strings.nullish(),
  url: text.optional(),
  headers: strings.nullish(),
  timeout: z.number().positive().optional(),
  credential: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "must be the name of a secret")
    .optional()
    .describe("A secret: a variable of its name for a command, a bearer token for an address."),
  enabled: z.boolean().optional().describe("False for a server that no agent gets."),
  tools: z.unknown().optional(),
});

/** `mcp_servers.yaml` of a template: servers by name, below `mcp_servers` or `mcpServers`. */
export const templateServersSchema = z.looseObject({
  $schema: z.string().optional(),
  mcp_servers: z.record(z.string().min(1), templateServerSchema).nullish(),
  mcpServers: z.record(z.string().min(1), templateServerSchema).nullish(),
});

type WrittenServer = z.output<typeof templateServerSchema>;

/** A server as the agent client takes it, with `${SECRET:NAME}` where a secret's value goes. */
export type ClientServer = { readonly [key: string]: unknown };

const serverKeys = Object.keys(templateServerSchema.shape);
const groups = ["mcp_servers", "mcpServers"] as const;

/** Reads the servers of `mcp_servers.yaml`, each as the agent client takes it. */
export function checkServers(
  document: SourceDocument,
): { readonly servers: ReadonlyMap<string, ClientServer> } & Pick<ProblemList, "problems"> {
  const list = new ProblemList();
  const servers = new Map<string, ClientServer>();
  const value = document.value ?? {};
  const result = templateServersSchema.safeParse(value);
  if (!result.success) {
    list.issues(document, result.error);
    return { servers, problems: list.problems };
  }
  if (isRecord(value))
    reportTypos(document, list, { path: [], keys: Object.keys(value), known: ["$schema", ...groups] });
  for (const group of groups)
    for (const [name, server] of Object.entries(result.data[group] ?? {})) {
      reportTypos(document, list, { path: [group, name], keys: Object.keys(server), known: serverKeys });
      const client = clientServer(server);
      if (client) servers.set(name, client);
      else
        list.at(document, [group, name], {
          code: "TEMPLATE_SERVER_UNUSED",
          severity: server.enabled === false ? "warning" : "error",
          problem: whyUnused(server),
          remedy: "Give the server a command or a url that fits its transport, or remove it.",
        });
    }
  return { servers, problems: list.problems };
}

function transportOf({ transport, type, command }: WrittenServer): string {
  return transport ?? type ?? (command === undefined ? "http" : "stdio");
}

function whyUnused(server: WrittenServer): string {
  if (server.enabled === false) return "no agent gets this server, since it is not enabled";
  const needs = transportOf(server) === "stdio" ? "command" : "url";
  return `no agent could use this server: it has no ${needs}`;
}

function clientServer(server: WrittenServer): ClientServer | undefined {
  const { command, args, env, url, headers, timeout, credential, enabled } = server;
  if (enabled === false) return undefined;
  const type = transportOf(server);
  const placeholder = `\${SECRET:${credential}}`;
  if (type === "stdio") {
    if (command === undefined) return undefined;
    const variables = { ...(credential === undefined ? {} : { [credential]: placeholder }), ...env };
    return {
      type,
      command,
      ...(args ? { args } : {}),
      ...(Object.keys(variables).length > 0 ? { env: variables } : {}),
    };
  }
  if (url === undefined) return undefined;
  const fields = {
    ...(credential === undefined ? {} : { Authorization: `Bearer ${placeholder}` }),
    ...headers,
  };
  return {
    type,
    url,
    ...(Object.keys(fields).length > 0 ? { headers: fields } : {}),
    ...(timeout === undefined ? {} : { timeout }),
  };
}

import { mcpServerShape } from "../../config/rows/client-shapes.ts";
import type { Json } from "../../config/schema/agent-config.ts";
import { codexRemoteShape, codexStdioShape } from "./codex-shapes.ts";
import { checkShape, refused } from "./refusal.ts";

/** A server as Codex has it, and the fields of the row that it has nothing for. */
export interface CodexServer {
  readonly server: Json;
  readonly leftOut: readonly string[];
}

type Fields = { readonly [key: string]: Json };

/** Fields of a row that say nothing to Codex and change nothing that an agent needs. */
const ignorable = ["alwaysLoad"];
/** Fields without which a server would not answer, and that Codex has nothing for. */
const needed = ["headersHelper", "oauth"];

/** Fields that Codex has under the same name: rows of servers may give them. */
const same = [
  ...Object.keys(codexStdioShape.shape),
  ...Object.keys(codexRemoteShape.shape).filter((key) => !(key in codexStdioShape.shape)),
].filter((key) => key !== "env");

/**
 * A server's row as an entry of `mcp_servers`. Codex expands no variables, so a row's `${VAR}` becomes the key with which Codex reads
 * one from its environment.
 * @throws {IdentikitError} `RENDER_REFUSED` for what Codex has no words for
 */
export function codexServer(name: string, value: Json): CodexServer {
  const where = `mcpServers.${name}`;
  checkShape(mcpServerShape, value, where);
  const row: Fields = isFields(value) ? value : {};
  const { type, env, headers, timeout, ...others } = row;
  if (type === "sse" || type === "ws") {
    throw refused(
      `${where}.type: Codex talks to servers over standard input and streamable HTTP only`,
      "Give the server the type http, or take it away from agents that run Codex.",
    );
  }
  for (const field of needed)
    if (field in row) throw refused(`${where}.${field}: Codex has nothing for it`, "Use headers instead.");
  const isStdio = type === "stdio";
  const server: Record<string, Json> = {};
  const leftOut: string[] = [];
  for (const [key, item] of Object.entries(others)) {
    if (same.includes(key)) server[key] = item;
    else if (!ignorable.includes(key)) leftOut.push(key);
  }
  // In milliseconds there, in seconds here.
  if (typeof timeout === "number") server.tool_timeout_sec ??= timeout / 1000;
  Object.assign(server, isStdio ? environmentOf(env, where, row.env_vars) : headersOf(headers, where));
  for (const [key, item] of Object.entries(server))
    if (!readsVariables.has(key)) refuseVariables(item, `${where}.${key}`);
  checkShape(isStdio ? codexStdioShape : codexRemoteShape, server, where);
  return { server, leftOut };
}

/** Keys whose values are names of variables. */
const readsVariables: ReadonlySet<string> = new Set(["env_vars", "env_http_headers", "bearer_token_env_var"]);
const variable = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/;

/** `NAME=${NAME}` is a variable that Codex hands on; others are values. */
function environmentOf(env: Json | undefined, where: string, given: Json | undefined): Fields {
  const values: Record<string, Json> = {};
  const handedOn = Array.isArray(given) ? [...given] : [];
  for (const [name, value] of entriesOf(env)) {
    const from = variable.exec(value)?.[1];
    if (from === name) handedOn.push(name);
    else {
      refuseVariables(value, `${where}.env.${name}`);
      values[name] = value;
    }
  }
  return {
    ...(Object.keys(values).length > 0 ? { env: values } : {}),
    ...(handedOn.length > 0 ? { env_vars: handedOn } : {}),
  };
}

/** `Bearer ${NAME}` and `${NAME}` are variables that Codex reads; others are values. */
function headersOf(headers: Json | undefined, where: string): Fields {
  const values: Record<string, Json> = {};
  const read: Record<string, Json> = {};
  let bearer: string | undefined;
  for (const [name, value] of entriesOf(headers)) {
    const token = name.toLowerCase() === "authorization" && /^Bearer (\$\{.*)$/.exec(value)?.[1];
    const [ofToken, whole] = [token && variable.exec(token)?.[1], variable.exec(value)?.[1]];
    if (ofToken) bearer = ofToken;
    else if (whole) read[name] = whole;
    else {
      refuseVariables(value, `${where}.headers.${name}`);
      values[name] = value;
    }
  }
  return {
    ...(bearer ? { bearer_token_env_var: bearer } : {}),
    ...(Object.keys(values).length > 0 ? { http_headers: values } : {}),
    ...(Object.keys(read).length > 0 ? { env_http_headers: read } : {}),
  };
}

/** The strings of an object; the row's shape has no others in it. */
function entriesOf(value: Json | undefined): [string, string][] {
  if (value === undefined || !isFields(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => (typeof item === "string" ? [[key, item]] : []));
}

function isFields(value: Json): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refuseVariables(value: Json, where: string): void {
  if (!/\$\{(?!SECRET:)/.test(JSON.stringify(value))) return;
  throw refused(
    `${where}: Codex does not replace variables, and would take "\${…}" as it stands`,
    "Write the value, a secret's placeholder, or NAME=${NAME} in env.",
  );
}

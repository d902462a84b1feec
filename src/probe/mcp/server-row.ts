import { mcpServerShape } from "../../config/rows/client-shapes.ts";
import type { Json } from "../../config/schema/agent-config.ts";
import { fillPlaceholders, findPlaceholders } from "../../secret/placeholder.ts";
import type { SecretReader, SecretUse } from "../../secret/reader.ts";
import { McpTrouble } from "./mcp-trouble.ts";

/** A row that is ready to be used, and the secrets in it. */
export interface FilledRow {
  readonly row: ReturnType<typeof mcpServerShape.parse>;
  readonly secrets: readonly string[];
}

export interface RowFilling {
  /** The secrets that may be filled in. */
  readonly granted: readonly string[];
  readonly secrets: SecretReader;
  readonly use: SecretUse;
  /** The variables that a row may name: those that the server's own environment has. */
  readonly variables: Readonly<Record<string, string>>;
}

const variable = /\$\{(?!SECRET:)([^}:]*)(?::-([^}]*))?\}/g;

/**
 * A row as the client would use it: variables replaced, then each secret in its place, every read of one logged first.
 * @throws {McpTrouble} where it is no row, or something of it is not known here
 * @throws {IdentikitError} what the secret reader throws
 */
export async function fillRow(content: Json, filling: RowFilling): Promise<FilledRow> {
  const names = [...new Set(findPlaceholders(content, "the row").map(({ name }) => name))].sort();
  const missing = names.filter((name) => !filling.granted.includes(name));
  if (missing.length > 0)
    throw new McpTrouble(`it is not given ${missing.join(", ")}`, "Declare a grant for it.", true);
  const values = new Map<string, string>();
  for (const name of names) values.set(name, await filling.secrets.read(name, filling.use));
  const expanded = expand(content, filling.variables);
  const filled = fillPlaceholders(expanded, values, "the row", { expandsVariables: false });
  const result = mcpServerShape.safeParse(filled);
  if (result.success) {
    const { data: row } = result;
    if (row.type !== "stdio" && (row.headersHelper !== undefined || row.oauth !== undefined))
      throw new McpTrouble(
        `it is signed in to with ${row.oauth === undefined ? "headersHelper" : "oauth"}, which only the client can`,
        "Give the row headers with a secret instead.",
        true,
      );
    return { row, secrets: [...values.values()] };
  }
  // The schema's words name places only.
  const place = result.error.issues[0]?.path.join(".") || "the row";
  throw new McpTrouble(`its config row is not one of an MCP server (${place})`, "Fix the row.");
}

function expand(value: Json, variables: RowFilling["variables"]): Json {
  if (typeof value === "string")
    return value.replace(variable, (_, name: string, otherwise: string | undefined) => {
      const found = Object.hasOwn(variables, name) ? variables[name] : otherwise;
      if (found !== undefined) return found;
      throw new McpTrouble(
        `its row names the variable ${name}, which is not known here`,
        `Give it a default in the row, such as \${${name}:-value}, or write the value.`,
        true,
      );
    });
  if (Array.isArray(value)) return value.map((item) => expand(item, variables));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expand(item, variables)]));
}

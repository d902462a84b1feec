import { z } from "zod";
import { eventLine } from "../src/adapters/command/event-line.ts";
import { configKinds } from "../src/agents/kinds/all-kinds.ts";
import { outboxRequest } from "../src/agents/outbox/outbox-request.ts";
import { resourceSchema } from "../src/agents/resource/check-resource.ts";
import {
  agentsSchema,
  marketplacesBuiltinSchema,
  mcpBuiltinSchema,
} from "../src/config/sync/builtin-files.ts";
import { isRecord } from "../src/fault/thrown.ts";
import { settingsSchema } from "../src/project/settings-schema.ts";
import { reportJsonSchema } from "../src/report/report-schema.ts";
import { acceptedSecretsSchema } from "../src/template/accepted-secrets.ts";
import { templateConfigSchema } from "../src/template/contents/config-file.ts";
import { templateServersSchema } from "../src/template/contents/servers-file.ts";
import { manifestSchema } from "../src/template/manifest.ts";

/** The files that people write, by the name of their schema: what the schema is titled, and what reads the file. */
const authored: readonly (readonly [name: string, title: string, schema: z.ZodType])[] = [
  ["identikit", "identikit.yaml", settingsSchema],
  ["manifest", "manifest.json", manifestSchema],
  ["agents", "agents.json", agentsSchema],
  ["mcp-builtin", "config/mcp-builtin.json", mcpBuiltinSchema],
  ["marketplaces-builtin", "config/marketplaces-builtin.json", marketplacesBuiltinSchema],
  ["accepted-secrets", "config/accepted-secrets.yaml", acceptedSecretsSchema],
  ["template-config", "config.yaml of a template", templateConfigSchema],
  ["template-mcp-servers", "mcp_servers.yaml of a template", templateServersSchema],
];

/** The lines that programs write to us, likewise. */
const lines: typeof authored = [
  ["event-line", "a line that a program of the adapter command writes", eventLine],
  ["outbox-request", "a line of an agent's outbox", outboxRequest],
];

/** Every published JSON Schema (draft 2020-12) by its file, made of what reads the files. */
export function jsonSchemas(): Map<string, object> {
  const schemas = new Map<string, object>();
  for (const [name, title, schema] of [...authored, ...lines]) {
    const { $schema, ...rest } = plain(z.toJSONSchema(schema, { target: "draft-2020-12", io: "input" }));
    schemas.set(fileOf(name), { $schema, $id: idOf(name), title, ...rest });
  }
  for (const [file, schema] of kindSchemas()) schemas.set(file, schema);
  const { title, $schema, ...report } = reportJsonSchema() as { title?: unknown; $schema?: unknown };
  schemas.set(fileOf("report"), { $schema, $id: idOf("report"), title, ...report });
  return schemas;
}

/** One schema a kind that people declare, and one for the whole of `agents/**\/*.yaml`. */
function kindSchemas(): Map<string, object> {
  const schemas = new Map<string, object>();
  const whole = configKinds.map((kind) => {
    const { $schema, ...rest } = plain(
      z.toJSONSchema(resourceSchema(kind), { target: "draft-2020-12", io: "input" }),
    );
    const name = kind.kind.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
    schemas.set(fileOf(name), {
      $schema,
      $id: idOf(name),
      title: kind.kind,
      description: kind.summary,
      ...rest,
    });
    return { description: kind.summary, ...rest };
  });
  schemas.set(fileOf("agent-resource"), {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: idOf("agent-resource"),
    title: "agents/**/*.yaml",
    oneOf: whole,
  });
  return schemas;
}

/**
 * Says the same in keywords that every strict validator takes: a `format` is no more than a remark (JSON Schema 2020-12, 7.2.1), and
 * beside it stands the pattern; several types are alternatives.
 */
function plain(schema: z.core.JSONSchema.BaseSchema): z.core.JSONSchema.BaseSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    // The key of a property of that name leads to a schema, never to a text.
    if (key === "format" && typeof value === "string") return undefined;
    if (!isRecord(value) || !Array.isArray(value.type)) return value;
    const { type, ...rest } = value;
    return { ...rest, anyOf: (type as unknown[]).map((one) => ({ type: one })) };
  });
}

function fileOf(name: string): string {
  return `schemas/${name}.schema.json`;
}

/** A name and not an address (RFC 8141): no editor asks the network for it. */
function idOf(name: string): string {
  return `urn:identikit:schema:${name}`;
}

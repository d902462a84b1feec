import { stringify } from "yaml";
import { z } from "zod";
import { tableColumns } from "../src/agents/crds/table-columns.ts";
import { allKinds, configKinds, recordKinds } from "../src/agents/kinds/all-kinds.ts";
import { statusFields } from "../src/agents/kinds/condition.ts";
import type { Kind } from "../src/agents/kinds/kind.ts";
import { apiVersion, writtenMetadata } from "../src/agents/resource/resource.ts";
import { fieldsOf, isRecord } from "../src/fault/thrown.ts";
import { table } from "./sections.ts";

/** Where the pages lie. */
const folder = "docs/reference/kinds";

/** The reference of the kinds of objects, a page a kind and an index, by file. */
export function kindPages(): Map<string, string> {
  const pages = allKinds.map((kind): [string, string] => [
    `${folder}/${kind.plural}.md`,
    page(kindParts(kind)),
  ]);
  return new Map([[`${folder}/README.md`, page(indexParts())], ...pages]);
}

function indexParts(): string[] {
  const condition = z.object({ conditions: statusFields.conditions });
  return [
    "# Kinds of objects",
    "What agent runs are made of. Generated from the schemas in `src/agents/kinds/`. [How an agent run is admitted](../../explanation/agent-runs.md) says how they work together.",
    `All kinds belong to \`${apiVersion}\`. A manifest has \`apiVersion\`, \`kind\`, \`metadata\` and \`spec\`; programs write \`status\`.`,
    ...fieldTable("metadata", writtenMetadata),
    "## Kinds that people declare",
    kindTable(configKinds),
    "## Kinds that programs write",
    kindTable(recordKinds),
    "## Conditions",
    "The same for every kind; the page of a kind says which types of conditions it has.",
    ...fieldTable("status", condition),
  ];
}

function kindTable(kinds: readonly Kind[]): string {
  const rows = kinds.map(({ kind, plural, summary }) => [
    `[${kind}](${plural}.md)`,
    `\`${plural}\``,
    cell(summary),
  ]);
  return table(["kind", "plural", ""], rows);
}

function kindParts(kind: Kind): string[] {
  const { plural, shortNames = [], summary, phases = {}, conditions = {}, immutable = [] } = kind;
  const called = [plural, ...shortNames].map((name) => `\`${name}\``).join(", ");
  const fixed = immutable.map((path) => `\`${path}\``).join(", ");
  return [
    `# ${kind.kind}`,
    cell(summary),
    `Called ${called}.${fixed === "" ? "" : ` Never changes once the object is made: ${fixed}.`} [All kinds](README.md).`,
    `\`\`\`yaml\n${exampleOf(kind)}\`\`\``,
    "## Spec",
    ...fieldTable("spec", kind.spec),
    "## Status",
    ...fieldTable("status", kind.status, ["status.conditions[]"]),
    ...meanings("phase", phases),
    ...meanings("condition", conditions),
    "## Columns",
    table(
      ["column", "shows"],
      tableColumns(kind).map(({ name, jsonPath }) => [name, `\`${jsonPath}\``]),
    ),
  ];
}

function page(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}

function exampleOf({ kind, example: { name, spec } }: Kind): string {
  return stringify({ apiVersion, kind, metadata: { name }, spec });
}

function meanings(of: string, words: Readonly<Record<string, string>>): string[] {
  const rows = Object.entries(words).map(([word, meaning]) => [`\`${word}\``, meaning]);
  return rows.length === 0 ? [] : [table([of, "means"], rows)];
}

/** @param elsewhere paths whose fields another page shows */
function fieldTable(part: string, schema: z.ZodObject, elsewhere: readonly string[] = []): string[] {
  const rows = [
    ...fieldRows(part, z.toJSONSchema(schema, { target: "draft-2020-12", io: "input" }), elsewhere),
  ];
  return rows.length === 0 ? ["It has no fields."] : [table(["field", "type", "", "default"], rows)];
}

/** A row a field, those within it behind it: `spec.budget.time`, `spec.writeBack[].action`. */
function* fieldRows(path: string, node: unknown, elsewhere: readonly string[]): Generator<readonly string[]> {
  const { properties, required } = fieldsOf(node);
  if (!isRecord(properties) || elsewhere.includes(path)) return;
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  for (const [name, field] of Object.entries(properties)) {
    const { description, default: initial } = fieldsOf(field);
    const shown = initial === undefined ? "" : `\`${JSON.stringify(initial)}\``;
    const last = needed.includes(name) && initial === undefined ? "**required**" : shown;
    const at = `${path}.${name}`;
    yield [`\`${at}\``, typeText(field), cell(typeof description === "string" ? description : ""), last];
    yield* fieldRows(...within(at, field), elsewhere);
  }
}

/** What holds further fields: the object itself, an item of a list, or a value of a map. */
function within(path: string, node: unknown): [path: string, node: unknown] {
  const { items, additionalProperties } = fieldsOf(node);
  if (isRecord(items)) return within(`${path}[]`, items);
  if (isRecord(additionalProperties)) return within(`${path}.*`, additionalProperties);
  return [path, node];
}

function typeText(node: unknown): string {
  const { type, enum: words, const: only, items, additionalProperties, $ref } = fieldsOf(node);
  if ($ref !== undefined) return "any JSON";
  if (Array.isArray(words)) return words.map((word) => `\`${String(word)}\``).join(", ");
  if (only !== undefined) return `\`${String(only)}\``;
  if (type === "array") return `list of ${typeText(items)}`;
  if (type === "object")
    return isRecord(additionalProperties) ? `map of ${typeText(additionalProperties)}` : "object";
  return typeof type === "string" ? type : "any JSON";
}

/** Descriptions are written as text: what looks like a tag is none. */
function cell(text: string): string {
  return text.replaceAll("<", "&lt;").replaceAll("\n", " ");
}

import { createHash } from "node:crypto";
import type { Finding } from "../../fault/finding.ts";
import type { TemplateContents } from "../../template/contents/contents.ts";
import type { Json } from "../schema/agent-config.ts";
import { type ScopedTable, systemPromptKey } from "../schema/tables.ts";
import { rowPowers } from "./row-powers.ts";
import { skillValue } from "./skill-value.ts";

/** A row that a template gives its agents. */
export interface Offer {
  readonly table: ScopedTable;
  readonly key: string;
  /** One line of JSON. */
  readonly value: string;
}

/** What the repository permits of one template: by kind and name, a digest or `any`; and which secrets `any` may name. */
export interface Permission {
  readonly servers: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/** By template. */
export type Permissions = Readonly<Record<string, Permission>>;

const kinds = { mcp_server: "servers", client_setting: "settings", client_file: "files" } as const;
type PermittedTable = keyof typeof kinds;

/** The rows that a template's contents make. */
export function offersOf(contents: TemplateContents, prompt: string | undefined): Offer[] {
  const { skills, servers, settings, files } = contents;
  const json = (table: ScopedTable, of: ReadonlyMap<string, unknown>): Offer[] =>
    [...of].map(([key, value]) => ({ table, key, value: JSON.stringify(value) }));
  return [
    ...(prompt === undefined ? [] : json("system_prompt", new Map([[systemPromptKey, prompt]]))),
    ...[...skills].map(([key, tree]): Offer => ({ table: "skill", key, value: skillValue(tree) })),
    ...json("mcp_server", servers),
    ...json("client_setting", settings),
    ...json("client_file", files),
  ];
}

/** The digest with which a permission names exactly this row. */
export function offerDigest({ table, key, value }: Offer): string {
  return `sha256:${createHash("sha256").update(`${table}\n${key}\n${value}`).digest("hex")}`;
}

/**
 * Whether a row of a template may have an effect: one that runs commands or names secrets only where the repository permits it, by
 * the row's digest, or by `any` together with each secret that it names. Skills and prompts tell the agent something and need no
 * permission.
 */
export function isPermitted(offer: Offer, permission: Permission | undefined): boolean {
  const { table, key, value } = offer;
  if (!isPermittedTable(table)) return true;
  const parsed: Json = JSON.parse(value);
  const { runsCommands, secrets } = rowPowers(table, key, parsed);
  if (table !== "mcp_server" && !runsCommands && secrets.length === 0) return true;
  const allowed = permission?.[kinds[table]] ?? {};
  const pin = Object.hasOwn(allowed, key) ? allowed[key] : undefined;
  if (pin === "any") return secrets.every((name) => permission?.secrets.includes(name));
  return pin === offerDigest(offer);
}

const prefix = "withheld:";

/** The `scope_ref` of a row that waits: it reaches nobody, and says which template it is of and whom it would reach. */
export function withheldReference(template: string, reference: string): string {
  return `${prefix}${template}:${reference}`;
}

/** True for the `scope_ref` of a row that waits for permission. */
export function isWithheld(reference: string): boolean {
  return reference.startsWith(prefix);
}

/** What a row that waits is reported as, with the line to add. */
export function withheldFinding(reference: string, offer: Offer): Finding {
  const [template = "", ...of] = reference.slice(prefix.length).split(":");
  const { table, key, value } = offer;
  const kind = isPermittedTable(table) ? kinds[table] : "servers";
  const parsed: Json = JSON.parse(value);
  const { secrets } = rowPowers(table, key, parsed);
  const names = secrets.length === 0 ? "" : `, names ${secrets.join(", ")}`;
  return {
    code: "TEMPLATE_WAITS",
    severity: "warning",
    path: `${kind}.${key}`,
    expected: "a permission",
    actual: `${table} ${key} of the template ${template} has no effect for ${of.join(":")} until it is permitted${names}`,
    remedy: `Look at it, then add to identikit.yaml: permit: {${template}: {${kind}: {${JSON.stringify(key)}: "${offerDigest(offer)}"}}}`,
    subject: `template ${template}`,
    location: { file: "identikit.yaml" },
  };
}

function isPermittedTable(table: ScopedTable): table is PermittedTable {
  return Object.hasOwn(kinds, table);
}

import { z } from "zod";
import { pathOf, showPath } from "../../document/document.ts";
import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { fieldsOf, messageOf } from "../../fault/thrown.ts";
import { findPlaceholders } from "../../secret/placeholder.ts";
import { isSecretName } from "../../secret/secret-name.ts";
import { unsafeReason } from "../../tree/path.ts";
import { cellText, textAt } from "../connection/cells.ts";
import type { Cells } from "../connection/session.ts";
import { valueTextProblem } from "../connection/value-text.ts";
import {
  type ConfigTable,
  isScopedTable,
  type ScopedTable,
  systemPromptKey,
  type TableShape,
} from "../schema/tables.ts";
import { maxCiphertextLength, maxKeyLength, maxValueBytes } from "../schema/value-rule.ts";
import { declarationKeyProblem, declarationProblem } from "./agent-declaration.ts";
import { clientFileKeyProblem, maxClientFileBytes } from "./client-file.ts";
import { maySettingNameSecrets, settingKeyProblem, settingShape } from "./client-setting.ts";
import { marketplaceShape, mcpServerShape, pluginNamePattern } from "./client-shapes.ts";
import { marketplaceNameProblem, officialSourceProblem, serverNameProblem } from "./reserved-names.ts";
import { rowName } from "./row-name.ts";
import { skillShape, skillTree } from "./skill-value.ts";

/** Good values that are remembered, for each table: some megabytes at most. */
const [rememberedValues, rememberedLength] = [4000, 512];
/** Where a placeholder may stand in a server. */
const secretFields: ReadonlySet<string> = new Set(["env", "headers", "url", "args"]);

const values: Readonly<Record<Exclude<ScopedTable, "client_setting">, z.ZodType>> = {
  plugin_binding: z.boolean(),
  plugin_marketplace: marketplaceShape,
  mcp_server: mcpServerShape,
  skill: skillShape,
  system_prompt: z.string(),
  client_file: z
    .string()
    .refine(
      (text) => Buffer.byteLength(text) <= maxClientFileBytes,
      `is larger than ${maxClientFileBytes} bytes`,
    ),
};

/**
 * Checks rows of configuration before they are written: what would make the agent client drop its file, what no secret
 * could be filled into, what could not be laid out as files. Values that were found good are remembered, since a fleet
 * repeats itself.
 */
export class RowChecker {
  readonly #good = new Map<ConfigTable, Set<string>>();

  /**
   * @throws {IdentikitError} `ROW_INVALID` naming the row and what is wrong, never showing a value
   */
  check(shape: TableShape, cells: Cells): void {
    const problem = this.#problemOf(shape, cells);
    if (problem !== undefined) throw invalidRow(shape, cells, problem);
  }

  #problemOf(shape: TableShape, cells: Cells): string | undefined {
    if (shape.name === "secret") return secretProblem(cells.map(cellText));
    const raw = shape.columns.at(-1) === "value" ? textAt(cells, -1) : undefined;
    if (raw === undefined) return undefined;
    const scoped = isScopedTable(shape.name);
    const key = textAt(cells, shape.key.length - 1);
    const enabled = !scoped || cells[3] === true;
    const problem =
      shape.name === "agent_declaration" ? declarationKeyProblem(cells) : keyProblem(shape.name, key);
    if (problem !== undefined) return problem;
    // A setting's value is good or not by its key.
    const good = shape.name === "client_setting" ? new Set<string>() : this.#goodOf(shape.name);
    if (enabled && good.has(raw)) return undefined;
    const wrong = valueProblem(shape.name, { key, raw }, { scoped, enabled });
    if (enabled && wrong === undefined && raw.length < rememberedLength && good.size < rememberedValues)
      // A copy: the string at hand may be a part of a large one, which it would keep in memory.
      good.add(Buffer.from(raw).toString());
    return wrong;
  }

  #goodOf(table: ConfigTable): Set<string> {
    const there = this.#good.get(table);
    if (there) return there;
    const made = new Set<string>();
    this.#good.set(table, made);
    return made;
  }
}

/** @param problem what is wrong, to follow the row's name; it shows no value */
export function invalidRow(
  shape: TableShape,
  cells: Cells,
  problem: string,
  cause?: unknown,
): IdentikitError {
  return new IdentikitError("ROW_INVALID", `${rowName(shape, cells)}: ${problem}`, {
    remedy: "Change the row where it is written; nothing was kept.",
    cause,
  });
}

function keyProblem(table: ConfigTable, key: string): string | undefined {
  if (key === "" || key.length > maxKeyLength * 2 || [...key].length > maxKeyLength)
    return `the key is empty or longer than ${maxKeyLength} characters`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the key may not have
  if (/[\u0000-\u001f\u007f]/.test(key)) return "the key has a control character";
  if (table === "plugin_binding" && !pluginNamePattern.test(key))
    return "the key is not <plugin>@<marketplace>";
  if (table === "system_prompt" && key !== systemPromptKey) return `the key is not "${systemPromptKey}"`;
  if (table === "mcp_server") return serverNameProblem(key);
  if (table === "plugin_marketplace") return marketplaceNameProblem(key);
  if (table === "client_setting") return settingKeyProblem(key);
  if (table === "client_file") return clientFileKeyProblem(key);
  if (table !== "skill") return undefined;
  const reason = key.includes("/") ? "has a slash" : unsafeReason(key);
  return reason === undefined ? undefined : `the key ${reason}`;
}

function valueProblem(
  table: ConfigTable,
  { key, raw }: { readonly key: string; readonly raw: string },
  { scoped, enabled }: { readonly scoped: boolean; readonly enabled: boolean },
): string | undefined {
  if (raw.length > maxValueBytes) return `the value is larger than ${maxValueBytes} bytes`;
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return "the value is not JSON";
  }
  const textProblem = valueTextProblem(raw);
  if (textProblem !== undefined) return `the value ${textProblem}`;
  if (table === "agent_declaration") return declarationProblem(raw, value);
  if (!scoped || !isScopedTable(table)) return undefined;
  if (!enabled && value === null) return undefined;
  const shape = table === "client_setting" ? settingShape(key) : values[table];
  if (!shape) return settingKeyProblem(key);
  const result = shape.safeParse(value);
  if (!result.success) return issueText(result.error);
  if (table === "skill") return treeProblem(value);
  if (table === "plugin_marketplace") {
    const problem = officialSourceProblem(key, value);
    if (problem !== undefined) return problem;
  }
  return table === "system_prompt" ? undefined : placeholderProblem(table, { key, value, raw });
}

function issueText(error: z.ZodError): string {
  const issue = certain(error.issues[0]);
  const path = pathOf(issue);
  return path.length === 0 ? issue.message : `${showPath(path)}: ${issue.message}`;
}

function treeProblem(value: unknown): string | undefined {
  try {
    skillTree(value, "the skill");
    return undefined;
  } catch (cause) {
    return messageOf(cause);
  }
}

/** A placeholder that is malformed, or of a name that is reserved. */
const oddPlaceholder = /\$\{SECRET:(?:(?![a-z_][a-z0-9_]{0,127}\})|KEYS)/i;

function placeholderProblem(
  table: ConfigTable,
  { key, value, raw }: { readonly key: string; readonly value: unknown; readonly raw: string },
): string | undefined {
  // A value's text shows its placeholders as they are, unless it writes characters as escapes.
  const plain = !raw.includes("\\u");
  if (plain && !raw.includes("${SECRET:")) return undefined;
  try {
    // Looked at closely only where one pass finds something odd.
    if (plain && oddPlaceholder.test(raw)) findPlaceholders(raw, "value");
    if (table === "client_setting" || table === "client_file") {
      const [found] = findPlaceholders(value, key);
      return found && !maySettingNameSecrets(key) ? `${key}: no secret is filled in there` : undefined;
    }
    for (const [field, item] of Object.entries(fieldsOf(value))) {
      const allowed = table === "mcp_server" && secretFields.has(field);
      if (plain && allowed) continue;
      const [misplaced] = findPlaceholders(item, field);
      if (misplaced && !allowed)
        return `${showPath([field, ...misplaced.path])}: no secret is filled in there`;
    }
    return undefined;
  } catch (cause) {
    return messageOf(cause);
  }
}

const base64Of = (bytes: number) =>
  new RegExp(`^[A-Za-z0-9+/]{${Math.ceil((bytes * 4) / 3)}}={${(3 - (bytes % 3)) % 3}}$`);
const [nonceShape, tagShape, anyBase64] = [base64Of(12), base64Of(16), /^[A-Za-z0-9+/]+={0,2}$/];

function secretProblem([
  name = "",
  version = "",
  keyId = "",
  nonce = "",
  ciphertext = "",
  tag = "",
]: readonly string[]): string | undefined {
  if (!isSecretName(name)) return "the name is not one that a secret may have";
  if (!/^\d{1,15}\.[0-9a-f]{16}$/.test(version)) return "the version is malformed";
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(keyId)) return "the key id is malformed";
  if (!nonceShape.test(nonce) || !tagShape.test(tag)) return "the nonce or tag does not have its length";
  if (ciphertext.length > maxCiphertextLength) return "the ciphertext is too long";
  return anyBase64.test(ciphertext) ? undefined : "the ciphertext is not base64";
}

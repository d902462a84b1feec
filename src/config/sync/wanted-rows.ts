import { dirname } from "node:path";
import type { IdentikitError } from "../../fault/error.ts";
import type { Finding } from "../../fault/finding.ts";
import type { Cells } from "../connection/session.ts";
import { defaultRowLimits } from "../rows/row-limits.ts";
import { withheldFinding, withheldReference } from "../rows/template-offers.ts";
import type { TemplateRows } from "../rows/template-rows.ts";
import { type ScopedTable, scopedTables } from "../schema/tables.ts";
import type { BuiltinFiles } from "./builtin-files.ts";
import { addFromFiles, type PutRow } from "./file-rows.ts";
import { type KeyedRows, keyOf } from "./keyed-rows.ts";
import { type AddLevel, addLevels, readerOf, templateOf } from "./levels.ts";
import { isLimited, limitFaults } from "./limited-rows.ts";
import type { GivenPrompt } from "./shorter-prompts.ts";
import type { SyncOptions } from "./sync-options.ts";
import { unusedPermissions } from "./unused-permissions.ts";

/** A type whose template has something over a limit: its prompt and skills stay as they were. */
export interface FailedType {
  readonly type: string;
  readonly fault: IdentikitError;
}

/** For each table that is to be brought in line, the builtin rows that it should have. */
export type WantedRows = ReadonlyMap<ScopedTable, KeyedRows>;

/**
 * What the repository's files and its templates say of the builtin scope.
 * @throws {IdentikitError} `SSOT_MISSING`, `DOCUMENT_INVALID`, and the faults of reading templates
 */
export function wantedRows(
  files: BuiltinFiles,
  options: SyncOptions,
): {
  readonly rows: WantedRows;
  readonly findings: readonly Finding[];
  readonly failed: readonly FailedType[];
  /** Types and agents, by reference, whose prompts and skills stay as they were. */
  readonly keptBack: ReadonlySet<string>;
  /** The prompts that are brought in line; none without fetched templates. */
  readonly prompts: readonly GivenPrompt[];
} {
  const rows = new Map<ScopedTable, Map<string, Cells>>();
  for (const table of scopedTables) if (isGiven(table, options)) rows.set(table, new Map());
  const put: PutRow = (reference, { table, key, value }) =>
    rows
      .get(table)
      ?.set(keyOf([reference, key]), ["builtin", reference, key, value !== null, value ?? "null"]);
  addFromFiles(files, put);
  const findings: Finding[] = [];
  const failed: FailedType[] = [];
  const keptBack = new Set<string>();
  const readings = new Map<string, TemplateRows>();
  const faultOf = limitFaults(readings, options.limits ?? defaultRowLimits);
  const prompts: { readonly reference: string; readonly given: GivenPrompt }[] = [];
  const add: AddLevel = (reference, level, own, isInherited, given) => {
    const fault = level.fault ?? faultOf(level.template);
    if (fault) keptBack.add(reference);
    prompts.push({ reference, given });
    if (fault && (level.fault || !isInherited)) failed.push({ type: reference, fault });
    for (const row of own) if (!fault || !isLimited(row.table)) put(reference, row);
    for (const offer of level.template === undefined ? [] : level.withheld) {
      const waiting = withheldReference(level.template ?? "", reference);
      put(waiting, offer);
      findings.push(withheldFinding(waiting, offer));
    }
  };
  const common = {
    permit: options.permit ?? {},
    read: readerOf(options, readings),
    root: options.root ?? dirname(options.files.agents.path),
    maxPromptLength: (options.limits ?? defaultRowLimits).maxPromptLength,
    placeOf: files.placeOf,
  };
  addLevels(files, { common, templateOf: (type) => templateOf(type, files, options), add });
  return {
    rows,
    findings: [...findings, ...unusedPermissions(common.permit, readings)],
    failed,
    keptBack,
    prompts: prompts
      .filter(({ reference }) => options.templatesDir !== undefined && !keptBack.has(reference))
      .map(({ given }) => given),
  };
}

/** Whether the repository's files say which builtin rows a table has; rows of other tables stay as they are. */
function isGiven(table: ScopedTable, { templatesDir }: SyncOptions): boolean {
  return (
    templatesDir !== undefined ||
    table === "plugin_binding" ||
    table === "plugin_marketplace" ||
    table === "mcp_server"
  );
}

import { IdentikitError } from "../../fault/error.ts";
import type { Finding } from "../../fault/finding.ts";
import { textAt } from "../connection/cells.ts";
import type { Cells } from "../connection/session.ts";
import { RowChecker } from "../rows/row-check.ts";
import { isWithheld } from "../rows/template-offers.ts";
import { unknownMarketplaces } from "../rows/unknown-marketplaces.ts";
import { type ScopedTable, shapeOf } from "../schema/tables.ts";
import { agentsWithoutPrompt } from "./agents-without-prompt.ts";
import { type AppliedRows, applyRows } from "./apply-rows.ts";
import { readBuiltinFiles } from "./builtin-files.ts";
import { isLimited } from "./limited-rows.ts";
import { pluginsWithoutMarketplace } from "./plugins-without-marketplace.ts";
import { rowsWithoutEffect } from "./rows-without-effect.ts";
import { shorterPrompts } from "./shorter-prompts.ts";
import type { SyncOptions } from "./sync-options.ts";
import { type FailedType, wantedRows } from "./wanted-rows.ts";

export interface SyncResult extends AppliedRows {
  /** Types whose prompts and skills were not brought in line; all others were. */
  readonly failed: readonly FailedType[];
  /** What of the templates waits for permission, permissions that nothing uses, prompts that lost parts, agents without a prompt, and
   * plugins without a marketplace, rows without an effect. */
  readonly findings: readonly Finding[];
}

/**
 * Brings the builtin scope, the agent types and the agents to what the repository's files say, in one transaction. No row of
 * another scope is touched. Running it again changes nothing.
 * @throws {IdentikitError} `SSOT_MISSING`, `DOCUMENT_INVALID`, `ROW_INVALID`, `AGENT_TYPE_UNKNOWN`, `TEMPLATE_INVALID`, and the faults of reading
 * templates and of the database
 */
export async function syncBuiltin(options: SyncOptions): Promise<SyncResult> {
  const files = readBuiltinFiles(options.files);
  const { rows: wanted, findings, failed, keptBack, prompts } = wantedRows(files, options);
  const checker = new RowChecker();
  for (const [table, rows] of wanted) for (const row of rows.values()) checker.check(shapeOf(table), row);
  const keeps = keptRows(options, keptBack);
  return options.database.configure(options, async (session) => {
    const shorter = await shorterPrompts(session, prompts);
    if (options.refuseShorter) refuseShorter(shorter);
    const applied = await applyRows(session, files, wanted, keeps);
    const bare = await agentsWithoutPrompt(session, files, options);
    const strange = pluginsWithoutMarketplace(await unknownMarketplaces(session), files);
    return {
      ...applied,
      failed,
      findings: [...findings, ...shorter, ...bare, ...strange, ...(await rowsWithoutEffect(session))],
    };
  });
}

function refuseShorter(findings: readonly Finding[]): void {
  const [first] = findings;
  if (!first) return;
  const said = findings.map(({ actual }) => actual).join("; ");
  throw new IdentikitError("TEMPLATE_INVALID", `${said} (--strict)`, {
    remedy: first.remedy,
    ...(first.location ? { location: first.location } : {}),
  });
}

/**
 * Without fetched templates, a server that came from one stays as it is; prompts and skills of a template with something over a
 * limit stay in any case.
 */
function keptRows(
  { templatesDir, permit = {} }: SyncOptions,
  keptBack: ReadonlySet<string>,
): (table: ScopedTable, row: Cells) => boolean {
  if (templatesDir !== undefined) return (table, row) => isLimited(table) && keptBack.has(textAt(row, 1));
  const servers = new Set(Object.values(permit).flatMap((each) => Object.keys(each.servers)));
  return (table, row) =>
    table === "mcp_server" && (isWithheld(textAt(row, 1)) || servers.has(textAt(row, 2)));
}

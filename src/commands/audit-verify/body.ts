import { verifyAudit } from "../../agents/audit/verify-audit.ts";
import { formatHeads } from "../../config/access-log/heads.ts";
import { verdictOf } from "../../fault/finding.ts";
import { openProject } from "../../project/project.ts";
import { makeReport } from "../../report/make-report.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import { readHeads } from "../places/heads.ts";
import { findKeyring } from "../places/keys.ts";
import type { CommandResult } from "../result.ts";
import type { AuditVerifyOptions } from "./audit-verify.ts";

export async function run(context: CommandContext, options: AuditVerifyOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const expected = options.expect === undefined ? undefined : readHeads(context, options.expect);
  await using database = await openConfigDatabase(context, project, options.database, "read");
  const found = await verifyAudit(database, findKeyring(context, project), expected);
  const { lines, findings } = found;
  const heads = formatHeads(found.heads);
  const report = makeReport({
    check: "audit verify",
    verdict: verdictOf(findings),
    subject: `the audit in ${database.name}`,
    facts: [{ label: "lines", value: String(lines) }],
    findings,
  });
  return { outputs: { lines, heads }, account: [count(lines, "line"), `heads ${heads}`], report };
}

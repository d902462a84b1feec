import { verifyRun } from "../../agents/proof/verify-run.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import type { Finding } from "../../fault/finding.ts";
import { verdictOf } from "../../fault/finding.ts";
import { openProject } from "../../project/project.ts";
import { makeReport } from "../../report/make-report.ts";
import type { CommandContext } from "../context.ts";
import { accessPlace } from "../places/access.ts";
import { openConfigDatabase } from "../places/database.ts";
import { readHeads } from "../places/heads.ts";
import { findKeyring } from "../places/keys.ts";
import { openWriteBack } from "../places/write-back-services.ts";
import { asOutput, type CommandResult } from "../result.ts";
import type { RunsVerifyOptions } from "./runs-verify.ts";

export async function run(context: CommandContext, options: RunsVerifyOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const { organization: namespace } = accessPlace(project, { organization: options.organization });
  const expected = options.expect === undefined ? undefined : readHeads(context, options.expect);
  await using database = await openConfigDatabase(context, project, options.database, "read");
  await using store = new SqlStore(database);
  const commits = options.forge
    ? openWriteBack(context, project, { database, store }, {}).commits
    : undefined;
  const sources = { database, store, keyring: findKeyring(context, project), expected, commits };
  const proofs = await verifyRun(sources, { namespace, name: options.name }, context.signal);
  const findings = proofs.flatMap(({ subject, state, detail }): Finding[] =>
    state === "holds"
      ? []
      : [
          {
            code: state === "differs" ? "RUN_DIFFERS" : "RUN_UNPROVEN",
            severity: state === "differs" ? "error" : "unverified",
            path: subject,
            expected: "what is on record of the run",
            actual: detail,
            remedy:
              state === "differs"
                ? "Keep a copy of the database, and compare it with a backup from before."
                : "Look at it with what is missing, such as --forge or IDENTIKIT_SECRET_KEYS.",
          },
        ],
  );
  const isDifferent = proofs.some(({ state }) => state === "differs");
  const report = makeReport({
    check: "runs verify",
    // What differs is known to differ, whatever else could not be looked at.
    verdict: isDifferent ? "drift" : verdictOf(findings),
    subject: `the run ${namespace}/${options.name}`,
    facts: [{ label: "proofs", value: String(proofs.length) }],
    findings,
  });
  return {
    outputs: { proofs: asOutput(proofs) },
    details: proofs.map(({ subject, state, detail }) => `${state.padEnd(10)}  ${subject}  ${detail}`),
    account: [`${proofs.filter(({ state }) => state === "holds").length} of ${proofs.length} hold`],
    report,
  };
}

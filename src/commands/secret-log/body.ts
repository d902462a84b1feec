import { exportLog } from "../../config/access-log/export-log.ts";
import { formatHeads, type Heads } from "../../config/access-log/heads.ts";
import { listAccesses } from "../../config/access-log/read-log.ts";
import { verifyLog } from "../../config/access-log/verify-log.ts";
import type { ConfigDatabase } from "../../config/database.ts";
import { agentNames } from "../../config/rows/agent-names.ts";
import { unknownAgent } from "../../config/rows/config-rows.ts";
import { IdentikitError } from "../../fault/error.ts";
import { verdictOf } from "../../fault/finding.ts";
import { openProject, type Project } from "../../project/project.ts";
import { makeReport } from "../../report/make-report.ts";
import type { Context } from "../../runtime/context.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import { readHeads } from "../places/heads.ts";
import { findKeyring } from "../places/keys.ts";
import type { CommandResult } from "../result.ts";
import type { SecretLogCommandOptions } from "./secret-log.ts";

export async function run(context: CommandContext, options: SecretLogCommandOptions): Promise<CommandResult> {
  checkCombination(options);
  const project = await openProject(context.cwd, options.root);
  const expected = options.expect === undefined ? undefined : readHeads(context, options.expect);
  await using database = await openConfigDatabase(context, project, options.database, "read");
  if (options.verify) return await verify(context, project, database, expected);
  if (options.export) return await exportAll(context, database);
  const accesses = await listAccesses(database, {
    ...(options.name === undefined ? {} : { secret: options.name }),
    ...(options.agent === undefined ? {} : { agent: options.agent }),
    limit: options.limit,
  });
  if (accesses.length === 0 && options.agent !== undefined) await checkAgent(database, options.agent);
  return {
    outputs: { accesses: accesses.map((access) => ({ ...access })) },
    account:
      accesses.length === 0
        ? ["no read of a secret is in the log"]
        : accesses.map(
            ({ time, secret, agent, accessor, reason }) =>
              `${time}  ${secret} for ${agent}, by ${accessor} (${reason})`,
          ),
  };
}

/** An agent that is gone may still have lines; one that has none must be one that there is. @throws {IdentikitError} `AGENT_UNKNOWN` */
async function checkAgent(database: ConfigDatabase, agent: string): Promise<void> {
  const names = await agentNames(database);
  if (!names.includes(agent)) throw unknownAgent(agent, names);
}

async function verify(
  context: Context,
  project: Project,
  database: ConfigDatabase,
  expected: Heads | undefined,
): Promise<CommandResult> {
  const found = await verifyLog(database, findKeyring(context, project), expected);
  const { sessions, lines, unchained, findings } = found;
  const heads = formatHeads(found.heads);
  const report = makeReport({
    check: "secret log",
    verdict: verdictOf(findings),
    subject: `the access log of ${database.name}`,
    facts: [
      { label: "sessions", value: String(sessions) },
      { label: "lines", value: String(lines) },
    ],
    findings,
  });
  return {
    outputs: { sessions, lines, unchained, heads },
    account: [
      `${count(lines, "line")} in ${count(sessions, "session")}, ${unchained} without a chain`,
      `heads ${heads}`,
    ],
    report,
  };
}

async function exportAll(context: Context, database: ConfigDatabase): Promise<CommandResult> {
  const { sessions, lines } = await exportLog(database, context.writeOutput);
  return { outputs: { sessions, lines }, account: [], printed: true };
}

function checkCombination(options: {
  readonly name?: string | undefined;
  readonly agent?: string | undefined;
  readonly verify: boolean;
  readonly expect?: string | undefined;
  readonly export: boolean;
}): void {
  const { name, agent, verify, expect, export: whole } = options;
  const problem =
    verify && whole
      ? "--verify and --export exclude each other"
      : (verify || whole) && (name ?? agent) !== undefined
        ? "--verify and --export take the whole log: NAME and --agent cannot be given"
        : expect !== undefined && !verify
          ? "--expect needs --verify"
          : undefined;
  if (problem === undefined) return;
  throw new IdentikitError("USAGE", problem, { remedy: "See identikit secret log --help." });
}

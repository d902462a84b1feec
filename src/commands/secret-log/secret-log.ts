import { resolve } from "node:path";
import { z } from "zod";
import type { Heads } from "../../config/access-log/heads.ts";
import type { ConfigDatabase } from "../../config/database.ts";
import { IdentikitError } from "../../fault/error.ts";
import { verdictOf } from "../../fault/finding.ts";
import { openProject, type Project } from "../../project/project.ts";
import { makeReport } from "../../report/make-report.ts";
import type { Context } from "../../runtime/context.ts";
import { count } from "../accounts/wording.ts";
import { type CommandResult, defineCommand } from "../command.ts";
import { databaseOption, rootOption } from "../options/common-options.ts";
import { flag, option, positional, text } from "../options/option.ts";

export const secretLog = defineCommand({
  name: "secret log",
  summary: "Show who read which secret for which agent, when and why; verify or export that log.",
  example: "identikit secret log FORGE_TOKEN --limit 20",
  options: z.object({
    name: positional(text("NAME", "Only reads of this secret.")),
    agent: text("AGENT", "Only reads for this agent."),
    limit: option(z.coerce.number().int().min(1).max(1_000_000).default(1000), {
      kind: "text",
      value: "N",
      description: "The newest N reads.",
    }),
    verify: flag("Check the hash chains of the whole log instead; exit code 2 where it was changed."),
    expect: text(
      "HEADS",
      "With --verify: the heads that an earlier check printed, or a file that holds them; finds an end that was cut off.",
    ),
    export: flag("Print the whole log with its chains instead, as JSON lines."),
    ...rootOption,
    ...databaseOption,
  }),
  async run(context, options): Promise<CommandResult> {
    checkCombination(options);
    const { openConfigDatabase } = await import("../places/database.ts");
    const project = await openProject(context.cwd, options.root);
    const expected = options.expect === undefined ? undefined : await readHeads(context, options.expect);
    await using database = await openConfigDatabase(context, project, options.database);
    if (options.verify) return await verify(context, project, database, expected);
    if (options.export) return await exportAll(context, database);
    const { listAccesses } = await import("../../config/access-log/read-log.ts");
    const accesses = await listAccesses(database, {
      ...(options.name === undefined ? {} : { secret: options.name }),
      ...(options.agent === undefined ? {} : { agent: options.agent }),
      limit: options.limit,
    });
    return {
      outputs: { accesses: accesses.map((access) => ({ ...access })) },
      account: accesses.map(
        ({ time, secret, agent, accessor, reason }) =>
          `${time}  ${secret} for ${agent}, by ${accessor} (${reason})`,
      ),
    };
  },
});

async function verify(
  context: Context,
  project: Project,
  database: ConfigDatabase,
  expected: Heads | undefined,
): Promise<CommandResult> {
  const { verifyLog } = await import("../../config/access-log/verify-log.ts");
  const { formatHeads } = await import("../../config/access-log/heads.ts");
  const { findKeyring } = await import("../places/keys.ts");
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
  const { exportLog } = await import("../../config/access-log/export-log.ts");
  const { sessions, lines } = await exportLog(database, context.writeOutput);
  return { outputs: { sessions, lines }, account: [], printed: true };
}

async function readHeads(context: Context, given: string): Promise<Heads> {
  const { isHeads, parseHeads } = await import("../../config/access-log/heads.ts");
  if (isHeads(given)) return parseHeads(given, "--expect");
  const { readText } = await import("../../document/text.ts");
  const file = resolve(context.cwd, given);
  return parseHeads(readText(file), file);
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

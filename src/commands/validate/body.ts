import { join, posix, relative, resolve, sep } from "node:path";
import { IdentikitError } from "../../fault/error.ts";
import { type Finding, verdictOf } from "../../fault/finding.ts";
import { pause } from "../../fault/stopped.ts";
import { makeReport } from "../../report/make-report.ts";
import type { Report } from "../../report/report.ts";
import { type RepositoryValidation, validatePath } from "../../validate/validate.ts";
import { stampOf } from "../../validate/watched-files.ts";
import { writeReportFiles } from "../accounts/report-files.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import type { CommandResult } from "../result.ts";
import { printReport } from "./print-report.ts";
import type { ValidateCommandOptions } from "./validate.ts";

/** Between two looks at the files that are watched. */
const watchMs = 400;

export async function run(context: CommandContext, options: ValidateCommandOptions): Promise<CommandResult> {
  const { format } = options;
  // Before the check, so that a change in the middle of it is not missed.
  const seen = options.watch ? stampOf(pathsOf(context, options)) : "";
  const first = await check(context, options);
  if (!options.watch) return { ...first, format };
  await printReport(context, first.report, format);
  return { ...(await watch(context, options, { first, seen })), format, printed: true };
}

type Checked = CommandResult & { readonly report: Report };

/** Checks once, and writes the files that were asked for. */
async function check(context: CommandContext, options: ValidateCommandOptions): Promise<Checked> {
  const validations: RepositoryValidation[] = [];
  const paths = pathsOf(context, options);
  for (const path of paths) validations.push(await validatePath(path, context));
  const findings = unique(validations.flatMap((validation) => findingsOf(context, validation)));
  const [one] = validations;
  const report = makeReport({
    check: "validate",
    verdict: verdictOf(findings),
    subject: validations
      .map(({ kind, root }, at) => subjectOf(kind, shown(context, root), shown(context, paths[at] ?? root)))
      .join(", "),
    facts: validations.flatMap(({ templates }) =>
      templates.length === 0 ? [] : [{ label: "templates in it", value: templates.join(", ") }],
    ),
    ...(one ? { anchor: posix.join(shown(context, one.root), one.anchor) } : {}),
    findings,
  });
  const files = await writeReportFiles(context, report, options);
  const checked = validations.map(({ kind, root, templates }) => ({ kind, root, templates: [...templates] }));
  return { outputs: { checked, ...files }, account: [], report };
}

/**
 * Checks again after each change, until the run is told to stop; what the last check came to is the result.
 * @param before what the first check came to, and what the files looked like before it
 */
async function watch(
  context: CommandContext,
  options: ValidateCommandOptions,
  before: { readonly first: Checked; readonly seen: string },
): Promise<Checked> {
  const { signal, log } = context;
  const paths = pathsOf(context, options);
  let { first: last, seen } = before;
  log.info(`watching ${count(paths.length, "path")}; Ctrl-C ends it`);
  while (!signal.aborted) {
    await pause(watchMs, signal).catch(() => undefined);
    const now = stampOf(paths);
    if (signal.aborted || now === seen) continue;
    seen = now;
    last = await check(context, options);
    await printReport(context, last.report, options.format);
  }
  return last;
}

/**
 * What is checked: paths are read from the working directory, as everywhere, also beside --root.
 * @throws {IdentikitError} `USAGE` for one that does not lie in --root: the person meant it to be read from there
 */
function pathsOf({ cwd }: CommandContext, { path, root }: ValidateCommandOptions): string[] {
  const base = root === undefined ? cwd : resolve(cwd, root);
  if (path.length === 0) return [base];
  return path.map((each) => {
    const absolute = resolve(cwd, each);
    if (root === undefined || absolute === base || absolute.startsWith(join(base, sep))) return absolute;
    throw new IdentikitError("USAGE", `${each} does not lie in --root ${root}`, {
      remedy: `Paths are read from the working directory, not from --root: write ${join(root, each)}, or leave --root out.`,
    });
  });
}

/** Files as the person reads them: from the working directory, which in a workflow is the root of the checkout. */
function findingsOf(context: CommandContext, { root, findings }: RepositoryValidation): Finding[] {
  const prefix = shown(context, root);
  return findings.map((finding) => {
    const { location, path } = finding;
    if (!location) return finding;
    const file = posix.join(prefix, location.file);
    return { ...finding, location: { ...location, file }, path: path === location.file ? file : path };
  });
}

/** A file that two paths hold is checked once for each, and its mistakes are said once. */
function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

function subjectOf(kind: RepositoryValidation["kind"], root: string, path: string): string {
  return root === path ? `${kind} ${root}` : `${path} in the ${kind} ${root}`;
}

function shown({ cwd }: CommandContext, root: string): string {
  return relative(cwd, root).split(sep).join("/") || ".";
}

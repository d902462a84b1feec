import { existsSync, readdirSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { asFault, IdentikitError } from "../../fault/error.ts";
import { findRoot } from "../../project/root.ts";
import { layFiles, planLaying } from "../../scaffold/lay-files.ts";
import { starterTemplate } from "../../scaffold/starter-template.ts";
import { namePattern } from "../../template/manifest.ts";
import { laidLines } from "../accounts/laid-lines.ts";
import type { CommandContext } from "../context.ts";
import type { CommandResult } from "../result.ts";
import type { NewTemplateCommandOptions } from "./new-template.ts";

export async function run(
  context: CommandContext,
  options: NewTemplateCommandOptions,
): Promise<CommandResult> {
  const { name, runtime, dryRun } = options;
  if (!namePattern.test(name) || name.length > 100) throw wrongName(name);
  const root = rootOf(context, options.root);
  const usual = root === undefined ? resolve(context.cwd, name) : join(root, "templates", name);
  const directory = options.into === undefined ? usual : resolve(context.cwd, options.into);
  if (existsSync(directory) && readdirSync(directory).length > 0) throw isTaken(directory);
  const files = starterTemplate(name, runtime ?? name);
  const laid = planLaying(directory, files);
  if (!dryRun) layFiles(directory, files, laid);
  return {
    outputs: { path: directory, written: [...laid.written], dryRun },
    account: laidLines(relative(context.cwd, directory) || ".", laid, dryRun),
    changed: !dryRun,
    closing: root === undefined || dryRun ? [] : nextSteps({ name, runtime, root, directory }),
  };
}

/** Also where there is no repository: a template may have one of its own. */
function rootOf({ cwd }: CommandContext, named: string | undefined): string | undefined {
  try {
    return findRoot(cwd, named);
  } catch (caught) {
    if (named === undefined && asFault(caught).code === "SSOT_MISSING") return undefined;
    throw caught;
  }
}

function nextSteps(of: {
  readonly name: string;
  readonly runtime: string | undefined;
  readonly root: string;
  readonly directory: string;
}): string[] {
  const { name, runtime, root, directory } = of;
  const repo = `./${relative(root, directory).split(sep).join("/")}`;
  const entry = { name, repo, ...(runtime === undefined ? {} : { runtime }) };
  return [
    "",
    "Next, in manifest.json, below workspace_templates:",
    `  ${JSON.stringify(entry)}`,
    "and in agents.json, below types and agents:",
    `  ${JSON.stringify({ name, runtime: runtime ?? name })}`,
    `  ${JSON.stringify({ name, type: name })}`,
  ];
}

function wrongName(name: string): IdentikitError {
  return new IdentikitError("USAGE", `${JSON.stringify(name)} is not a template's name`, {
    remedy: "Use lower-case letters, digits, dots, dashes and underscores, with a letter or a digit first.",
  });
}

function isTaken(directory: string): IdentikitError {
  return new IdentikitError("FILE_EXISTS", `${directory} is not empty`, {
    remedy: "Take another name, or name another directory with --into.",
  });
}

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { syncBuiltin } from "../../config/sync.ts";
import { openProject, type Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { checkFetchedCopy } from "../../template/fetched-copy.ts";
import { readManifest } from "../../template/manifest.ts";
import { chooseTemplate } from "../../template/template-of.ts";
import { copyDrift, copyWarnings } from "../accounts/copy-drift.ts";
import { changeDetails, changeOutputs, changeSummary } from "../accounts/row-changes.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "../places/database.ts";
import { copiesIn } from "../places/fetched-templates.ts";
import type { CommandResult } from "../result.ts";
import type { ConfigSyncCommandOptions } from "./config-sync.ts";

export async function run(
  context: CommandContext,
  options: ConfigSyncCommandOptions,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const { settings } = project;
  const manifest = readManifest(project.path(settings.manifest), settings.manifest);
  const templateOf = (runtime: string) => {
    const choice = chooseTemplate(manifest, { runtime });
    return choice.kind === "template" ? choice.entry.name : undefined;
  };
  const named = (file: string) => ({ name: file, path: project.path(file) });
  const templatesDir = templatesOf(context, project, options.templates);
  const names = manifest.workspaceTemplates.map(({ name }) => name);
  const copies = templatesDir === undefined ? [] : await copiesIn(project, templatesDir, names);
  const findings = copies.flatMap(checkFetchedCopy);
  const drift = copyDrift(context, project, { check: "sync", findings, undone: "nothing was synced" });
  if (drift) return drift;
  await using database = await openConfigDatabase(context, project, options.database);
  const { changes, agents, retired } = await syncBuiltin({
    database,
    files: {
      agents: named(settings.agents),
      mcpServers: named(settings.builtin.mcpServers),
      marketplaces: named(settings.builtin.marketplaces),
    },
    ...(templatesDir === undefined ? {} : { templatesDir }),
    templateOf,
  });
  return {
    outputs: {
      changes: changes.length,
      agents: [...agents],
      retired: [...retired],
      rows: changeOutputs(changes),
    },
    changed: changes.length > 0,
    details: changeDetails(changes, changes.length),
    account: [
      changeSummary(changes.length, agents),
      ...copyWarnings(findings),
      ...(templatesDir === undefined
        ? ["no fetched templates, so prompts and skills stay as they are: identikit fetch brings them"]
        : []),
      ...retired.map((name) => `switched off, since rows of operators still name it: ${name}`),
    ],
  };
}

function templatesOf(context: Context, project: Project, named: string | undefined): string | undefined {
  if (named !== undefined) return resolve(context.cwd, named);
  const usual = project.path(project.settings.templates);
  return existsSync(usual) ? usual : undefined;
}

import { resolve } from "node:path";
import { openProject } from "../../project/project.ts";
import { type Manifest, readManifest } from "../../template/manifest.ts";
import { type MaterializeOutcome, materializeTemplate } from "../../template/materialize-template.ts";
import { lockedPolicy } from "../../template/read-template.ts";
import { lockedEntry, readTemplateLock } from "../../template/template-lock.ts";
import { chooseTemplate } from "../../template/template-of.ts";
import { shortCommit, shortDigest } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { acceptedSecretsOf } from "../places/accepted-secrets.ts";
import { templateReading } from "../places/template-reading.ts";
import type { CommandResult } from "../result.ts";
import type { MaterializeCommandOptions } from "./materialize.ts";

export async function run(
  context: CommandContext,
  options: MaterializeCommandOptions,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const { settings } = project;
  const accepted = await acceptedSecretsOf(context, project);
  const manifest = readManifest(project.path(settings.manifest), settings.manifest);
  const choice = choose(manifest, options.name);
  const reading = templateReading(context, project, { accepted, network: options });
  const locks = readTemplateLock(project.path(settings.lock));
  const locked = locks.get(choice.kind === "template" ? choice.entry.name : options.name);
  const pin = () =>
    options.locked && choice.kind === "template"
      ? { pinned: lockedEntry(locks, choice.entry, lockedPolicy(reading.policy, locked).name) }
      : {};
  const name = choice.kind === "template" ? choice.entry.name : options.name;
  const outcome = await materializeTemplate(
    options.from === undefined
      ? { kind: "repository", choice, locked, ...pin() }
      : { kind: "directory", name, directory: options.from, locked },
    {
      ...reading,
      volume: resolve(context.cwd, options.volume),
      strictSkills: options.strict,
    },
  );
  return resultOf(name, outcome);
}

/** A template that is named beats the runtime of that name. */
function choose(manifest: Manifest, name: string) {
  const named = manifest.workspaceTemplates.some((entry) => entry.name === name);
  return chooseTemplate(manifest, named ? { template: name, runtime: name } : { runtime: name });
}

function resultOf(name: string, outcome: MaterializeOutcome): CommandResult {
  if (outcome.result === "skipped") {
    const { result, code, reason } = outcome;
    return {
      outputs: { result, code, reason, written: 0, removed: 0 },
      account: [`skipped ${name}: ${code}: ${reason}`],
      changed: false,
    };
  }
  const { result, written, removed, unchanged, treeDigest, origin, skills } = outcome;
  const at = origin.commit === null ? "" : ` at ${shortCommit(origin.commit)}`;
  return {
    outputs: {
      result,
      written: written.length,
      removed: removed.length,
      unchanged,
      treeDigest,
      commit: origin.commit,
      paths: { written: [...written], removed: [...removed] },
      skills: { ...skills },
    },
    details: [...written.map((path) => `+ ${path}`), ...removed.map((path) => `- ${path}`)],
    account: [
      `${result} ${name}${at}, ${shortDigest(treeDigest)}: ${written.length} written, ${removed.length} removed, ${unchanged} unchanged`,
      ...(skills.warning === null ? [] : [`warning: ${skills.warning}`]),
    ],
    changed: result === "delivered",
  };
}

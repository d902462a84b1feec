import { resolve } from "node:path";
import type { Project } from "../../project/project.ts";
import { type Manifest, readManifest } from "../../template/manifest.ts";
import { type MaterializeOutcome, materializeTemplate } from "../../template/materialize-template.ts";
import { lockedPolicy } from "../../template/policy.ts";
import { lockedEntry, readTemplateLock } from "../../template/template-lock.ts";
import { chooseTemplate } from "../../template/template-of.ts";
import type { CommandContext } from "../context.ts";
import type { NetworkOptionValues } from "../options/servers.ts";
import { acceptedSecretsOf } from "../places/accepted-secrets.ts";
import { templateReading } from "../places/template-reading.ts";

export interface MaterializeRunOptions extends NetworkOptionValues {
  /** A template of the manifest, or a runtime that one serves. */
  readonly name: string;
  readonly volume: string;
  readonly from?: string | undefined;
  readonly locked: boolean;
  readonly strict: boolean;
}

/** What a delivery came to. */
export interface MaterializeRun {
  /** The template's name; the runtime's where it has none. */
  readonly name: string;
  /** Absolute path. */
  readonly volume: string;
  readonly outcome: MaterializeOutcome;
}

/** Lays a template's assets on a volume, as the options, the settings and the environment say. */
export async function materializeRun(
  context: CommandContext,
  project: Project,
  options: MaterializeRunOptions,
): Promise<MaterializeRun> {
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
  const volume = resolve(context.cwd, options.volume);
  const outcome = await materializeTemplate(
    options.from === undefined
      ? { kind: "repository", choice, locked, ...pin() }
      : { kind: "directory", name, directory: options.from, locked },
    { ...reading, volume, strictSkills: options.strict },
  );
  return { name, volume, outcome };
}

/** A template that is named beats the runtime of that name. */
function choose(manifest: Manifest, name: string) {
  const named = manifest.workspaceTemplates.some((entry) => entry.name === name);
  return chooseTemplate(manifest, named ? { template: name, runtime: name } : { runtime: name });
}

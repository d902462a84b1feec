import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { readJsonDocument } from "../../document/json.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Finding } from "../../fault/finding.ts";
import type { Project } from "../../project/project.ts";
import { type FetchedTemplate, fetchTemplates, type TemplateResult } from "../../template/fetch.ts";
import type { FetchedTrees } from "../../template/fetched-trees.ts";
import { type Manifest, readManifest } from "../../template/manifest.ts";
import { readTemplateLock } from "../../template/template-lock.ts";
import type { CommandContext } from "../context.ts";
import { keyValues } from "../options/key-values.ts";
import { acceptedSecretsOf } from "../places/accepted-secrets.ts";
import { identityUnder } from "../places/fetched-identity.ts";
import { templateReading } from "../places/template-reading.ts";
import type { CheckCommandOptions } from "./check.ts";
import { stepFinding } from "./faults.ts";
import { newerThanLock } from "./newer-than-lock.ts";

/** The templates of a change, laid into a directory of the check's own. */
export interface ChangeTemplates {
  /** Each lies in `<directory>/<name>/`. */
  readonly directory: string;
  readonly fetched: ReadonlyMap<string, FetchedTemplate>;
  readonly findings: readonly Finding[];
}

/** Where templates are laid, and what notes it. */
export interface FetchInto {
  readonly directory: string;
  readonly trees: FetchedTrees;
}

/** Codes that say that main would refuse the template, since it takes only what the lock says. */
const unlocked: ReadonlySet<string> = new Set(["LOCK_MISMATCH", "LOCK_INVALID"]);

/**
 * Fetches what main would fetch once the change is merged: of each template the commit that `identikit.lock` says, or the checkout's
 * own directory where that is what the lock says. A lock that was left behind is an error, since the publication of main takes only
 * what the lock says; what is there is then fetched all the same, so that the rest can be told. Neither the lock nor the repository's
 * fetched copies are touched.
 * @throws {IdentikitError} `MANIFEST_INVALID`, `LOCK_INVALID` for a lock that cannot be read, `TEMPLATE_UNKNOWN`
 */
export async function fetchChange(
  context: CommandContext,
  project: Project,
  into: FetchInto,
  options: Pick<CheckCommandOptions, "source" | "allowPrivateHost" | "retryFor">,
): Promise<ChangeTemplates> {
  const { settings } = project;
  const manifest = readManifest(project.path(settings.manifest), settings.manifest);
  const accepted = await acceptedSecretsOf(context, project);
  const reading = templateReading(context, project, { accepted, network: options });
  const common = {
    ...reading,
    manifest,
    into: into.directory,
    sources: keyValues("--source", options.source),
    log: context.log,
    identityOf: identityUnder(settings),
    fetched: into.trees,
  };
  const lockFile = project.path(settings.lock);
  const first = await fetchTemplates({ ...common, names: "all", lockFile, locked: true });
  const behind = first.results.flatMap((result) =>
    result.kind === "failed" && unlocked.has(result.fault.code) ? [result.name] : [],
  );
  const again = behind.length === 0 ? [] : (await fetchUnlocked()).results;
  const results = first.results.map(
    (result) => again.find(({ name, kind }) => name === result.name && kind === "fetched") ?? result,
  );
  return {
    directory: into.directory,
    fetched: new Map(results.flatMap((result) => (result.kind === "fetched" ? [[result.name, result]] : []))),
    findings: [
      ...first.results.flatMap((result) => failure(result, project, manifest)),
      ...results.flatMap((result) => (result.kind === "fetched" ? result.findings : [])),
      ...(await newerThanLock(manifest, readTemplateLock(lockFile), reading)),
    ],
  };

  /** Under a copy of the lock, which keeps the policies that it was made with. */
  async function fetchUnlocked() {
    const copy = join(into.directory, "identikit.lock");
    if (existsSync(lockFile)) copyFileSync(lockFile, copy);
    const log = { ...context.log, warn: context.log.debug };
    return await fetchTemplates({ ...common, log, names: behind, lockFile: copy });
  }
}

function failure(result: TemplateResult, project: Project, manifest: Manifest): Finding[] {
  if (result.kind === "fetched") return [];
  const { name, fault } = result;
  const finding = stepFinding(fault, `template ${name}`);
  if (!unlocked.has(fault.code)) return [finding];
  const line = manifest.workspaceTemplates.find((entry) => entry.name === name)?.line;
  return [
    {
      ...finding,
      remedy:
        "Run `identikit fetch --update-lock`, look at what moved, and commit identikit.lock with the change: main publishes only what the lock says.",
      location: lockPlace(project, name) ?? {
        file: manifest.file,
        ...(line === undefined ? {} : { line }),
      },
    },
  ];
}

/** The template's line in the lock file, where it has one. */
function lockPlace({ settings, path }: Project, name: string): Finding["location"] {
  const file = settings.lock;
  if (!existsSync(path(file))) return undefined;
  try {
    const document = readJsonDocument(path(file), { name: file });
    const line = document.lineOf(["templates", name]);
    // Without an entry it is the line of the whole list, which is no place for a fix.
    return line === document.lineOf(["templates"]) ? undefined : { file, line };
  } catch (caught) {
    if (caught instanceof IdentikitError) return undefined;
    throw caught;
  }
}

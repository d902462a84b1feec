import { relative, resolve } from "node:path";
import type { Finding } from "../../fault/finding.ts";
import type { Coverage } from "../../gate/coverage.ts";
import { findTemplate, type Identity, readIdentity } from "../../gate/template-side.ts";
import type { Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { checkFetchedCopy } from "../../template/fetched-copy.ts";
import { readTemplateLock } from "../../template/template-lock.ts";
import type { CommandContext } from "../context.ts";
import { copiesIn } from "./fetched-templates.ts";
import { requiredFilesOf, templateNameOf } from "./identity-template.ts";
import { sourceLimitsOf } from "./limits.ts";
import { policiesUnderLock, type TemplatePolicies } from "./template-policies.ts";

/** The directory that is the template, before it is read. */
export interface FoundTemplate extends TemplatePolicies {
  /** The template's name. */
  readonly name: string;
  readonly directory: string;
  /** The directory as people read it: relative to where the person is, when it lies there. */
  readonly shown: string;
  /** True where a person named the directory: it then counts as it stands, whatever `identikit.lock` says. */
  readonly isNamed: boolean;
  /** How a fetched copy differs from `identikit.lock`. */
  readonly copyFindings: readonly Finding[];
}

/** How a command names the template that it is about. */
export interface TemplateOptionValues {
  /** Its directory. */
  readonly template?: string | undefined;
  /** Its name in the manifest. */
  readonly name?: string | undefined;
}

/** A template's identity files, with where they come from. */
export interface TemplateSide extends Identity, Omit<FoundTemplate, "profile"> {}

/**
 * The template that an image is baked from and held against: the one named, else `PLATFORM_AGENT_TEMPLATE_REPO_PATH`,
 * else the canonical checkout of the template that was named, or of the one in the settings, which is compared with `identikit.lock`.
 * @throws {IdentikitError} `SSOT_MISSING`, `TEMPLATE_UNKNOWN`, and what comparing throws
 */
export async function findTemplateSide(
  context: Context,
  project: Project,
  { template, name: wanted }: TemplateOptionValues,
): Promise<FoundTemplate> {
  const { settings } = project;
  const explicit = template === undefined ? undefined : resolve(context.cwd, template);
  const name = templateNameOf(project, { name: wanted, directory: explicit });
  const canonical = project.path(`${settings.templates}/${name}`);
  const { directory, said } = findTemplate({
    explicit,
    // The variable is of one template; another that was named by its name is not it.
    environment: wanted === undefined ? context.env.PLATFORM_AGENT_TEMPLATE_REPO_PATH : undefined,
    from: project.root,
    canonical: `${settings.templates}/${name}`,
  });
  const isNamed = said !== "canonical";
  const names = isNamed ? [] : [name];
  const copies = copiesIn(project, project.path(settings.templates), names);
  const near = relative(context.cwd, directory);
  // A directory elsewhere counts as it stands; the lock says nothing of it.
  const isCanonical = resolve(directory) === canonical;
  const locked = isCanonical ? readTemplateLock(project.path(settings.lock)).get(name)?.policy : undefined;
  return {
    name,
    directory,
    shown: near !== "" && !near.startsWith("..") ? near : directory,
    ...policiesUnderLock(settings, locked),
    isNamed,
    copyFindings: copies.flatMap(checkFetchedCopy),
  };
}

/**
 * Reads the identity of a template that was found.
 * @throws {IdentikitError} `SSOT_MISSING`, and what reading throws
 */
export async function readTemplateSide(
  { env: environment, signal, fetched }: CommandContext,
  project: Project,
  found: FoundTemplate,
): Promise<TemplateSide> {
  const { settings } = project;
  const { directory, profile, name } = found;
  const required = requiredFilesOf(project, name);
  const limits = sourceLimitsOf(settings);
  const options = { name, required, profile, environment, signal, fetched, limits };
  return { ...found, ...(await readIdentity(directory, options)) };
}

/** Which bytes were taken, in a line: those of a commit, or those of the directory as it stands. */
export function templateLine({ shown, commit, note, isNamed }: TemplateSide): string {
  if (commit !== null) return `template ${shown} at commit ${commit.slice(0, 12)}`;
  const notes = [...(note === null ? [] : [note]), ...(isNamed ? ["not compared with identikit.lock"] : [])];
  return `template ${shown} as it stands${notes.length === 0 ? "" : ` (${notes.join("; ")})`}`;
}

/** Names at most in a line of coverage. */
const mostNames = 5;

/** What a gate does not speak of, as facts of its report. */
export function coverageFacts({ profile, compared, notBaked, notDelivered }: Coverage) {
  return [
    { label: "compared", value: `${compared} files (${profile}) and the marker` },
    ...(notBaked.length > 0 ? [{ label: "delivered, not baked", value: listed(notBaked) }] : []),
    ...(notDelivered.length > 0
      ? [{ label: "neither delivered nor baked", value: listed(notDelivered) }]
      : []),
  ];
}

function listed(paths: readonly string[]): string {
  const more = paths.length > mostNames ? ", …" : "";
  return `${paths.length} (${paths.slice(0, mostNames).join(", ")}${more})`;
}

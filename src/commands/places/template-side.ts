import { relative, resolve } from "node:path";
import type { Finding } from "../../fault/finding.ts";
import type { Coverage } from "../../gate/coverage.ts";
import { findTemplate, readIdentity } from "../../gate/template-side.ts";
import type { Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { checkFetchedCopy } from "../../template/fetched-copy.ts";
import { type Policy, policyNamed } from "../../template/policy.ts";
import type { TemplateDirectory } from "../../template/template-directory.ts";
import type { CommandContext } from "../context.ts";
import { copiesIn } from "./fetched-templates.ts";
import { sourceLimitsOf } from "./limits.ts";

/** The directory that is the template, before it is read. */
export interface FoundTemplate {
  readonly directory: string;
  /** The directory as people read it: relative to where the person is, when it lies there. */
  readonly shown: string;
  /** Which of the template's files are the identity. */
  readonly profile: Policy;
  /** Which are delivered. */
  readonly policy: Policy;
  /** True where a person named the directory: it then counts as it stands, whatever `identikit.lock` says. */
  readonly isNamed: boolean;
  /** How a fetched copy differs from `identikit.lock`. */
  readonly copyFindings: readonly Finding[];
}

/** A template's identity files, with where they come from. */
export interface TemplateSide extends TemplateDirectory, FoundTemplate {}

/**
 * The template that an image is baked from and held against: the one named, else `PLATFORM_AGENT_TEMPLATE_REPO_PATH`,
 * else the canonical checkout of the repository, which is compared with `identikit.lock`.
 * @throws {IdentikitError} `SSOT_MISSING`, and what comparing throws
 */
export async function findTemplateSide(
  context: Context,
  project: Project,
  named: string | undefined,
): Promise<FoundTemplate> {
  const { settings } = project;
  const { directory, said } = findTemplate({
    explicit: named === undefined ? undefined : resolve(context.cwd, named),
    environment: context.env.PLATFORM_AGENT_TEMPLATE_REPO_PATH,
    from: project.root,
    canonical: `${settings.templates}/${settings.identity.template}`,
  });
  const isNamed = said !== "canonical";
  const names = isNamed ? [] : [settings.identity.template];
  const copies = copiesIn(project, project.path(settings.templates), names);
  const near = relative(context.cwd, directory);
  return {
    directory,
    shown: near !== "" && !near.startsWith("..") ? near : directory,
    policy: policyNamed(settings.policy, settings.policies),
    profile: policyNamed(settings.identity.policy, settings.policies),
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
  { settings }: Project,
  found: FoundTemplate,
): Promise<TemplateSide> {
  const { required } = settings.identity;
  const { directory, profile } = found;
  const limits = sourceLimitsOf(settings);
  return {
    ...found,
    ...(await readIdentity(directory, { required, profile, environment, signal, fetched, limits })),
  };
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

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { IdentikitError } from "../../fault/error.ts";
import type { Finding } from "../../fault/finding.ts";
import { besideIdentity, readDockerfile } from "../../gate/dockerfile/dockerfile-place.ts";
import { checkDockerfile, unseenByDockerfile } from "../../gate/dockerfile-side.ts";
import { checkStagedIdentity } from "../../gate/staged-identity.ts";
import { destinationPath } from "../../image/identity.ts";
import type { Project } from "../../project/project.ts";
import type { Fact } from "../../report/report.ts";
import type { Context } from "../../runtime/context.ts";
import { identitySuffix } from "../../template/stage-identity.ts";
import type { TemplateSide } from "./template-side.ts";

/** Which Dockerfile is meant, and what it builds in. */
export interface DockerfileNamed {
  readonly dockerfile?: string | undefined;
  /** The build context. */
  readonly context?: string | undefined;
  /** Where the staged identity was laid, if not beside the canonical checkout. */
  readonly stagedIn?: string | undefined;
  /** True where Identikit gives a builder the build context: it then puts the staged identity there itself. */
  readonly isContextMade?: boolean;
}

/**
 * The Dockerfile of a template's image, as a person would name it: the one that was named, else `Dockerfile.<template>` at the
 * repository's root, where it is there.
 */
export function dockerfileOf(
  context: Pick<Context, "cwd">,
  project: Project,
  { name }: Pick<TemplateSide, "name">,
  named: string | undefined,
): string | undefined {
  if (named !== undefined) return resolve(context.cwd, named);
  const usual = project.path(`Dockerfile.${name}`);
  return existsSync(usual) ? usual : undefined;
}

/**
 * {@link dockerfileOf} for a command that makes or pushes an image. Without a name it speaks of the canonical checkout only: a
 * template elsewhere is not what the repository's Dockerfile copies.
 */
export function dockerfileBeside(
  context: Pick<Context, "cwd">,
  project: Project,
  template: Pick<TemplateSide, "name" | "directory">,
  named?: string,
): string | undefined {
  const canonical = project.path(`${project.settings.templates}/${template.name}`);
  const isCanonical = resolve(template.directory) === canonical;
  return named === undefined && !isCanonical ? undefined : dockerfileOf(context, project, template, named);
}

/**
 * Stops where a Dockerfile would not build what the template says.
 * @throws {IdentikitError} `GATE_FAILED` that names the first finding and how many there are
 */
export function passDockerfile(findings: readonly Finding[]): void {
  const [first, ...others] = findings.filter(({ severity }) => severity !== "warning");
  if (!first) return;
  const { code, path, remedy, location } = first;
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  const place = location ? `${location.file}:${location.line ?? 1}` : "the Dockerfile";
  throw new IdentikitError(
    "GATE_FAILED",
    `${place}: it does not copy the template's identity: ${path}: ${code}${more}`,
    {
      remedy,
      ...(location ? { location } : {}),
    },
  );
}

/**
 * Holds a Dockerfile against a template; without one there is nothing to say.
 * @throws {IdentikitError} `FILE_UNREADABLE`, `DOCUMENT_INVALID`
 */
export function gateDockerfile(
  context: Pick<Context, "cwd">,
  project: Project,
  template: TemplateSide,
  { dockerfile, context: buildContext, stagedIn, isContextMade = false }: DockerfileNamed,
): { readonly findings: readonly Finding[]; readonly facts: readonly Fact[] } {
  if (dockerfile === undefined) return { findings: [], facts: [] };
  const { settings } = project;
  const identity = template.tree;
  const templateDirectory = `${settings.templates}/${template.name}`;
  const { place, ...read } = readDockerfile(resolve(context.cwd, dockerfile), {
    shown: dockerfile,
    root: project.root,
    context: buildContext === undefined ? undefined : resolve(context.cwd, buildContext),
  });
  const staged = `${templateDirectory}${identitySuffix}`;
  const stagedAt = stagedIn === undefined ? resolve(place, staged) : `${stagedIn}${identitySuffix}`;
  const findings = checkDockerfile(identity, {
    ...read,
    destination: destinationPath(settings.identity.destination),
    beside: besideIdentity(template.directory, template.profile),
    templateDirectory,
    staged: isContextMade ? [] : checkStagedIdentity(identity, stagedAt, staged),
  });
  return { findings, facts: [{ label: "not seen by the Dockerfile side", value: unseenByDockerfile }] };
}

import { relative, resolve } from "node:path";
import { findTemplate, readIdentity } from "../gate/template-side.ts";
import type { Project } from "../project/project.ts";
import type { Context } from "../runtime/context.ts";
import type { TemplateDirectory } from "../template/template-directory.ts";

/** A template's identity files, with where they come from. */
export interface TemplateSide extends TemplateDirectory {
  readonly directory: string;
  /** The directory as people read it: relative to where the person is, when it lies there. */
  readonly shown: string;
}

/**
 * The template that an image is baked from and held against: the one named, else `PLATFORM_AGENT_TEMPLATE_REPO_PATH`,
 * else the canonical checkout of the repository.
 * @throws {IdentikitError} `SSOT_MISSING`, and what reading throws
 */
export async function readTemplateSide(
  context: Context,
  project: Project,
  named: string | undefined,
): Promise<TemplateSide> {
  const { settings } = project;
  const { directory } = findTemplate({
    explicit: named === undefined ? undefined : resolve(context.cwd, named),
    environment: context.env.PLATFORM_AGENT_TEMPLATE_REPO_PATH,
    from: project.root,
    canonical: `${settings.templates}/${settings.identity.template}`,
  });
  const { env: environment, signal } = context;
  const read = await readIdentity(directory, { required: settings.identity.required, environment, signal });
  const near = relative(context.cwd, directory);
  return { ...read, directory, shown: near !== "" && !near.startsWith("..") ? near : directory };
}

/** Which bytes were taken, in a line: those of a commit, or those of the directory as it stands. */
export function templateLine({ shown, commit, note }: TemplateSide): string {
  if (commit !== null) return `template ${shown} at commit ${commit.slice(0, 12)}`;
  return `template ${shown} as it stands${note === null ? "" : ` (${note})`}`;
}

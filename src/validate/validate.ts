import { existsSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import type { Finding } from "../fault/finding.ts";
import { defaultSettings, settingsFile } from "../project/settings.ts";
import { policyNamed } from "../template/policy.ts";
import { Findings } from "./findings.ts";
import { limitsOf } from "./limits.ts";
import { validateRepository } from "./repository.ts";
import { checkTemplate } from "./template.ts";
import { trackedState } from "./tracked.ts";
import { checkWorkflows } from "./workflows.ts";

/** What a validation needs of the outside world. */
export interface ValidateOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** By which entries of the list of accepted values expire; left out, none does. */
  readonly clock?: { now(): Date };
}

/** What is wrong in one place. */
export interface RepositoryValidation {
  readonly kind: "repository" | "template";
  /** Absolute; findings name files from here. */
  readonly root: string;
  /** The file that stands for the whole. */
  readonly anchor: string;
  /** Templates that lie in the repository, by name; none for a template by itself. */
  readonly templates: readonly string[];
  readonly findings: readonly Finding[];
}

const repositorySigns = ["manifest.json", settingsFile, "agents.json"];
const templateSigns = ["config.yaml", "system-prompt.md", "mcp_servers.yaml", "prompts", "agent-skills"];

/**
 * Checks the repository or the template that a path is, or lies in: the nearest directory, from the path upwards, that looks like
 * one of the two. Of a part, such as one file or a template in a repository, only what stands in it is given.
 * @param path absolute
 * @throws {IdentikitError} `SSOT_MISSING` where there is neither; what `signal` was aborted with
 */
export async function validatePath(path: string, options: ValidateOptions): Promise<RepositoryValidation> {
  const place = placeOf(path);
  const whole =
    place.kind === "repository"
      ? await validateRepository(place.root, options)
      : await validateTemplate(place.root, options);
  const part = relative(place.root, path).split(sep).join("/");
  if (part === "") return whole;
  const isInside = (file: string) => file === part || file.startsWith(`${part}/`);
  return { ...whole, findings: whole.findings.filter(({ location }) => location && isInside(location.file)) };
}

async function validateTemplate(root: string, options: ValidateOptions): Promise<RepositoryValidation> {
  const findings = new Findings();
  const rules = { policy: policyNamed(), limits: limitsOf(defaultSettings()) };
  await checkTemplate({ root, prefix: "" }, rules, findings);
  checkWorkflows(root, findings);
  const tracked = await trackedState({ root, files: [], ...options });
  return {
    kind: "template",
    root,
    anchor: "config.yaml",
    templates: [],
    findings: [...findings.all, ...tracked],
  };
}

function placeOf(path: string): Pick<RepositoryValidation, "kind" | "root"> {
  if (!existsSync(path)) throw nothingAt(path, `${path} does not exist`);
  const start = statSync(path).isDirectory() ? path : dirname(path);
  // A template that lies in a repository is a part of it, so the repository is looked for first.
  const root = nearestWith(start, repositorySigns);
  if (root !== undefined) return { kind: "repository", root };
  const template = nearestWith(start, templateSigns);
  if (template !== undefined) return { kind: "template", root: template };
  throw nothingAt(path, `${path} is neither a source-of-truth repository nor a template, and lies in none`);
}

function nearestWith(start: string, signs: readonly string[]): string | undefined {
  for (let at = resolve(start); ; at = dirname(at)) {
    if (signs.some((sign) => existsSync(join(at, sign)))) return at;
    // What lies beyond a checkout belongs to somebody else.
    if (dirname(at) === at || existsSync(join(at, ".git"))) return undefined;
  }
}

function nothingAt(path: string, problem: string): IdentikitError {
  return new IdentikitError("SSOT_MISSING", problem, {
    remedy: `Name a directory with ${repositorySigns.slice(0, 2).join(" or ")}, or one with ${templateSigns[0]}; identikit init makes one.`,
    location: { file: path },
  });
}

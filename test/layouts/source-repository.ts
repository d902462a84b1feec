import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { type Finished, identikit, identikitJson } from "../e2e/identikit.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

export interface RepositoryLiteral {
  /** Files by template; every template is a directory of the repository. */
  readonly templates: Readonly<Record<string, Files>>;
  /** `agents.json`; a type and an agent of each template's name if left out. */
  readonly agents?: object;
  /** Further files of the repository. */
  readonly files?: Files;
  /** Further keys of a template's entry in the manifest. */
  readonly entries?: Readonly<Record<string, object>>;
}

/** A source-of-truth repository in a directory of its own, put to the built program. */
export interface SourceRepository {
  readonly root: string;
  path(...segments: string[]): string;
  write(files: Files): void;
  run(...args: string[]): Promise<Finished>;
  json(...args: string[]): ReturnType<typeof identikitJson>;
}

/** A whole repository, as an operator writes it. */
export function sourceRepository(literal: RepositoryLiteral): SourceRepository {
  const root = scratchDirectory();
  const names = Object.keys(literal.templates);
  const entries = names.map((name) => ({
    name,
    repo: `./templates/${name}`,
    ...literal.entries?.[name],
  }));
  const agents = literal.agents ?? {
    types: names.map((name) => ({ name, runtime: name })),
    agents: names.map((name) => ({ name, type: name })),
  };
  writeFiles(root, {
    "manifest.json": JSON.stringify({ workspace_templates: entries }, undefined, 2),
    "agents.json": JSON.stringify(agents, undefined, 2),
    ...literal.files,
  });
  for (const [name, files] of Object.entries(literal.templates))
    writeFiles(join(root, "templates", name), files);
  return {
    root,
    path: (...segments) => join(root, ...segments),
    write: (files) => {
      writeFiles(root, files);
    },
    run: (...args) => identikit(args, { cwd: root }),
    json: (...args) => identikitJson(args, { cwd: root }),
  };
}

/** Paths of the files below a directory, in byte order. */
export function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(directory, path)).isFile())
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** The fetched copy of a template: what is delivered. */
export function delivered(repository: SourceRepository, template: string): string[] {
  return filesBelow(repository.path(".tenant-bundle-deps/workspace-configs-templates", template));
}

/** What an image of the template holds, as `fetch` staged it; the marker always stands beside it. */
export function staged(repository: SourceRepository, template: string): string[] {
  const paths = delivered(repository, `${template}@identity`);
  expect(paths).toContain("IMAGE_BAKED_IDENTITY_PRESENT");
  return paths.filter((path) => path !== "IMAGE_BAKED_IDENTITY_PRESENT");
}

/** The rendered prompt of an agent. */
export function promptOf(repository: SourceRepository, agent: string): string {
  return readFileSync(repository.path(".identikit/env", agent, "system-prompt.md"), "utf8");
}

/** The skills that an agent has, by name. */
export function skillsOf(repository: SourceRepository, agent: string): string[] {
  const names = filesBelow(repository.path(".identikit/env", agent))
    .filter((path) => path.startsWith("skills/") && path.endsWith("/SKILL.md"))
    .map((path) => dirname(path).slice("skills/".length));
  return [...new Set(names)];
}

/** Code and path of each finding. */
export function found(findings: readonly { readonly code: string; readonly path: string }[]): string[] {
  return findings.map(({ code, path }) => `${code} ${path}`);
}

/** Removes what earlier runs made, so that the next starts from the sources alone. */
export function forget(repository: SourceRepository): void {
  for (const made of [".identikit", ".tenant-bundle-deps"])
    rmSync(repository.path(made), { recursive: true, force: true });
}

/** A skill's `SKILL.md`. */
export function skill(name: string): string {
  return `---\nname: ${name}\ndescription: Do what ${name} says.\n---\n\n# ${name}\n`;
}

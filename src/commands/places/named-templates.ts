import { resolve } from "node:path";
import { IdentikitError } from "../../fault/error.ts";
import type { Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { kebab } from "../options/kebab.ts";
import { templateNameOf } from "./identity-template.ts";

/** What stands in an option for the name of the template that a run is about. */
export const namePlaceholder = "{name}";

/** The options of a command that can be about several templates. */
interface NamingOptions {
  readonly name: readonly string[];
  readonly template?: string | undefined;
}

/** The same options for one template; none is named where the settings say which. */
export type OfOneTemplate<Options> = Omit<Options, "name"> & { readonly name: string | undefined };

/** Which options name something that belongs to a template. */
export interface TemplateOptions<Key> {
  /** Each template has to have its own: of several templates, they must have the placeholder. */
  readonly own: readonly Key[];
  /** Several templates may share it. */
  readonly shared: readonly Key[];
}

/**
 * A command's options for each template that is named, with its name in the place of `{name}`; for the template of the settings where
 * none is named. Nothing of them is checked but what several templates would share by mistake.
 * @throws {IdentikitError} `USAGE` for a name that is given twice, and for an option without the placeholder that each template needs
 * for itself; `TEMPLATE_UNKNOWN`; those of reading the manifest
 */
export function optionsPerTemplate<Options extends NamingOptions>(
  { cwd }: Pick<Context, "cwd">,
  project: Project,
  options: Options,
  { own, shared }: TemplateOptions<keyof Options & string>,
): OfOneTemplate<Options>[] {
  const keys = [...own, ...shared];
  const names = distinctNames(options.name);
  if (names.length > 1) checkSeparate(options, own);
  const directoryOf = (name: string | undefined) =>
    options.template === undefined ? undefined : resolve(cwd, filled(options.template, name));
  if (names.length > 1)
    for (const name of names) templateNameOf(project, { name, directory: directoryOf(name) });
  return (names.length === 0 ? [undefined] : names).map((name) => {
    const isAsked = keys.some((key) => hasPlaceholder(options[key]));
    const known = isAsked ? (name ?? templateNameOf(project, { directory: directoryOf(undefined) })) : name;
    const values = keys.map((key) => [key, filled(options[key], known)] as const);
    return { ...options, ...Object.fromEntries(values), name };
  });
}

/**
 * Names as they were given.
 * @throws {IdentikitError} `USAGE` for one that stands twice
 */
export function distinctNames(names: readonly string[]): readonly string[] {
  const again = names.find((name, at) => names.indexOf(name) !== at);
  if (again === undefined) return names;
  throw new IdentikitError("USAGE", `--name ${again} stands twice`, { remedy: "Name each template once." });
}

/** A value with a template's name in the place of the placeholder; what is no text stays as it is. */
export function filled<Value>(value: Value, name: string | undefined): Value;
export function filled(value: unknown, name: string | undefined): unknown {
  if (name === undefined) return value;
  if (typeof value === "string") return value.replaceAll(namePlaceholder, name);
  return Array.isArray(value) ? value.map((each) => filled(each, name)) : value;
}

/** True for text with the placeholder, and for a list with such a text. */
export function hasPlaceholder(value: unknown): boolean {
  if (typeof value === "string") return value.includes(namePlaceholder);
  return Array.isArray(value) && value.some(hasPlaceholder);
}

function checkSeparate<Options>(options: Options, own: readonly (keyof Options & string)[]): void {
  for (const key of own) {
    const given = [options[key]].flat().find((value) => value !== undefined && !hasPlaceholder(value));
    if (given === undefined) continue;
    throw new IdentikitError("USAGE", `--${kebab(key)} ${String(given)} is one place for several templates`, {
      remedy: `Write ${namePlaceholder} where the template's name belongs, such as ${exampleOf(String(given))}, or name one template.`,
    });
  }
}

/** The value with the placeholder at its end: in a layout's directory or a repository that is a name of its own. */
function exampleOf(value: string): string {
  const [, before = value, tag = ""] = /^(.*?)(:[^/:]*|@[^/]*)?$/.exec(value) ?? [];
  return /^[a-z-]+$/.test(before)
    ? `${before}${tag}-${namePlaceholder}`
    : `${before}-${namePlaceholder}${tag}`;
}

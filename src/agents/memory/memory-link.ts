/** A link as a record has it. */
export interface MemoryLink {
  readonly form: "Markdown" | "wiki" | "front matter";
  /** As it is written, without anchor and alias. */
  readonly target: string;
}

/** Where a link leads to. */
export type LinkEnd = { readonly path: string } | { readonly broken: string };

/** Code: between fences, of which the last may be missing (CommonMark 0.31, 4.5), and within a line. */
const inCode = /^ {0,3}(`{3,}|~{3,})[\s\S]*?(?:^ {0,3}\1[`~]*[ \t]*$|(?![\s\S]))|`[^`\n]{1,2000}`/gm;
const wiki = /\[\[([^[\]|#\n]{1,500})(?:#[^[\]|\n]{0,500})?(?:\|[^[\]\n]{0,500})?\]\]/g;
const markdown =
  /(?<!!)\[[^[\]\n]{0,1000}\]\(<?([^()<>\s]{1,1000})>?(?:\s{1,10}(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'))?\)/g;

/** The links of a text to other files: of Markdown, and in double brackets. What stands in code is none. */
export function linksIn(body: string): MemoryLink[] {
  const text = body.replace(inCode, "");
  const found: MemoryLink[] = [];
  for (const [, target = ""] of text.matchAll(wiki)) found.push({ form: "wiki", target: target.trim() });
  for (const [, whole = ""] of text.matchAll(markdown)) {
    const target = whole.replace(/[#?].*$/s, "");
    const isElsewhere = /^[a-z][a-z0-9+.-]*:/i.test(whole) || whole.startsWith("//");
    if (target !== "" && !isElsewhere) found.push({ form: "Markdown", target });
  }
  return found;
}

/** The paths of a memory, by path and by the names that wiki links have. */
export class LinkEnds {
  readonly #paths: ReadonlySet<string>;
  readonly #byName = new Map<string, string[]>();

  constructor(records: Iterable<{ readonly path: string; readonly title: string }>) {
    const paths = new Set<string>();
    for (const { path, title } of records) {
      paths.add(path);
      const name = (path.split("/").at(-1) ?? path).replace(/\.md$/i, "");
      for (const key of new Set([name.toLowerCase(), title.toLowerCase()]))
        this.#byName.set(key, [...(this.#byName.get(key) ?? []), path]);
    }
    this.#paths = paths;
  }

  /** @param from the path of the record that has the link */
  of({ form, target }: MemoryLink, from: string): LinkEnd {
    if (form === "Markdown") return this.#at(joined(from, decoded(target)), target);
    const whole = this.#at(joined("", target), target);
    if ("path" in whole) return whole;
    const named = this.#byName.get(target.toLowerCase()) ?? [];
    const [only, ...more] = named;
    if (only !== undefined && more.length === 0) return { path: only };
    return {
      broken: more.length > 0 ? `"${target}" may be ${named.join(" or ")}` : `there is no "${target}"`,
    };
  }

  #at(path: string | undefined, target: string): LinkEnd {
    if (path === undefined) return { broken: `"${target}" leads out of the repository` };
    const found = [path, `${path}.md`].find((one) => this.#paths.has(one));
    return found === undefined ? { broken: `there is no ${path}` } : { path: found };
  }
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

/** A path from the folder of another one, or with `/` at its beginning from the top; `undefined` where it leads out. */
function joined(from: string, target: string): string | undefined {
  const parts = target.startsWith("/") ? [] : from.split("/").slice(0, -1);
  for (const part of target.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

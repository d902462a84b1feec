import { parseYaml } from "../../document/yaml.ts";
import { IdentikitError } from "../../fault/error.ts";
import { isRecord } from "../../fault/thrown.ts";
import { matchesPathPattern } from "../triggers/glob.ts";
import { linksIn, type MemoryLink } from "./memory-link.ts";
import type { MemoryFile } from "./memory-store.ts";

/** A file of the memory, read. */
export interface MemoryRecord extends MemoryFile {
  /** From the front matter, else the first heading, else the file's name. */
  readonly title: string;
  /** From the front matter, else of the paths of the repository's kinds; `undefined` where neither says it. */
  readonly kind?: string;
  readonly frontMatter: Readonly<Record<string, unknown>>;
  readonly links: readonly MemoryLink[];
  /** What is wrong with its form. */
  readonly problems: readonly string[];
}

const fence = /^---[ \t]*\n(?:([\s\S]*?)\n)?---[ \t]*(?:\n|$)/;
const linkKeys = ["links", "related", "see", "supersedes"] as const;

/**
 * A file as a record: front matter (YAML between two lines of `---`), title, kind and links.
 * @param kinds the repository's kinds by name, each with the paths that hold them
 */
export function readRecord(file: MemoryFile, kinds: Readonly<Record<string, string>> = {}): MemoryRecord {
  const text = file.text.replaceAll("\r\n", "\n");
  const [matter = "", yaml] = fence.exec(text) ?? [];
  const { values, problem } = frontMatterOf(yaml ?? "", file.path);
  const isOpen = matter === "" && /^---[ \t]*\n/.test(text);
  const body = text.slice(matter.length);
  const kind =
    textIn(values, "kind") ??
    Object.entries(kinds).find(([, pattern]) => matchesPathPattern(pattern, file.path))?.[0];
  const named = linkKeys
    .flatMap((key) => listOf(values[key]))
    .map((target): MemoryLink => ({ form: "front matter", target }));
  return {
    ...file,
    title: textIn(values, "title") ?? /^# +(.{1,300})$/m.exec(body)?.[1]?.trim() ?? recordName(file.path),
    ...(kind === undefined ? {} : { kind }),
    frontMatter: values,
    links: [...named, ...linksIn(body)],
    problems: [
      ...(problem === undefined ? [] : [problem]),
      ...(isOpen ? ["the front matter has no end"] : []),
    ],
  };
}

/** The name of a file without folders and ending. */
function recordName(path: string): string {
  return (path.split("/").at(-1) ?? path).replace(/\.md$/i, "");
}

function frontMatterOf(
  yaml: string,
  path: string,
): { readonly values: Record<string, unknown>; readonly problem?: string } {
  try {
    const { value } = parseYaml(yaml, path);
    if (value === null) return { values: {} };
    return isRecord(value) && !Array.isArray(value)
      ? { values: value }
      : { values: {}, problem: "the front matter is not a map" };
  } catch (caught) {
    if (caught instanceof IdentikitError) return { values: {}, problem: `front matter: ${caught.message}` };
    throw caught;
  }
}

function textIn(values: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  return typeof value === "string" && value !== "" ? value.slice(0, 300) : undefined;
}

function listOf(value: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one) => typeof one === "string").filter((one) => one !== "");
}

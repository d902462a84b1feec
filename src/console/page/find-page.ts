import type { ConsolePage } from "./page.ts";

/** A page that an address stands for, with the values of its parameters. */
export interface FoundPage {
  readonly page: ConsolePage;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * The page of an address. Fixed parts go before parameters, so `workspaces/new` is not the workspace `new`.
 * @param parts the path below the organisation, decoded
 */
export function findPage(pages: readonly ConsolePage[], parts: readonly string[]): FoundPage | undefined {
  const found = pages.flatMap((page) => {
    const params = matched(page.path.split("/"), parts);
    return params ? [{ page, params }] : [];
  });
  return found.sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0];
}

function matched(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of pattern.entries()) {
    const value = parts[at] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}

/**
 * The parts of a path, each decoded once.
 * @returns nothing for a path that is not well encoded, or has an empty part
 */
export function pathParts(pathname: string): readonly string[] | undefined {
  try {
    const parts = pathname.split("/").slice(1).map(decodeURIComponent);
    return parts.includes("") ? undefined : parts;
  } catch {
    return undefined;
  }
}

import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";

/** One place in the text of one file. */
export interface Alteration {
  /** Below `src`. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
}

/** Loads a module by its path below `src`. */
export type LoadModule = (path: string) => Promise<unknown>;

const source = new URL("../src/", import.meta.url).href;
const mark = "altered";
const alterations: Alteration[] = [];
const plain = new Map<string, string>();

/**
 * The product's modules as they are after an alteration: instances of their own, for which no file is copied. For processes of plain Node:
 * Vitest's workers load modules in their own way.
 * @throws {Error} where the text does not stand in the file exactly once
 */
export function alteredSource(alteration: Alteration): LoadModule {
  const { file, from } = alteration;
  const found = readFileSync(new URL(file, source), "utf8").split(from).length - 1;
  if (found !== 1) throw new Error(`the text stands ${found} times in ${file}: ${from}`);
  if (alterations.length === 0) registerHooks({ resolve: resolveAltered, load: loadAltered });
  const number = alterations.push(alteration) - 1;
  return (path) => import(new URL(`${path}?${mark}=${number}`, source).href);
}

/** What an altered module imports of the product is altered, too. */
const resolveAltered: Parameters<typeof registerHooks>[0]["resolve"] = (specifier, context, next) => {
  const resolved = next(specifier, context);
  const number = numberOf(context.parentURL);
  if (number === undefined || !resolved.url.startsWith(source)) return resolved;
  return { ...resolved, url: `${resolved.url}?${mark}=${number}` };
};

const loadAltered: Parameters<typeof registerHooks>[0]["load"] = (url, context, next) => {
  const number = numberOf(url);
  if (number === undefined) return next(url, context);
  const { file, from, to } = alterations[number] as Alteration;
  const path = fileURLToPath(url);
  const isAltered = path === fileURLToPath(new URL(file, source));
  const text = isAltered
    ? stripTypeScriptTypes(readFileSync(path, "utf8").replace(from, () => to))
    : plainText(path);
  return { format: "module", source: text, shortCircuit: true };
};

function numberOf(url: string | undefined): number | undefined {
  const number = url?.startsWith(source) ? new URL(url).searchParams.get(mark) : null;
  return typeof number === "string" ? Number(number) : undefined;
}

function plainText(path: string): string {
  const known = plain.get(path);
  if (known !== undefined) return known;
  const text = stripTypeScriptTypes(readFileSync(path, "utf8"));
  plain.set(path, text);
  return text;
}

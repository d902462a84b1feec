import type { TreeFile } from "../../tree/file-tree.ts";

const scriptEndings = /\.(?:bash|bat|c|cjs|cmd|fish|go|js|jsx|mjs|php|pl|ps1|py|rb|rs|sh|ts|tsx|zsh)$/i;

/** The text of a file: UTF-8 without NUL, a byte order mark left out; `undefined` where it is something else. */
export function plainTextOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** True for the name of a file that somebody meant as text: one that cannot be read is a mistake, and not a thing that was left there. */
export function isNamedAsText(name: string): boolean {
  return /\.(?:md|txt)$/i.test(name);
}

/**
 * Why a file below `prompts/` cannot be a part of a prompt, although its place says so; `undefined` for one that can. Editors, systems
 * and people leave other things there: thumbnails, images, scripts. One with the name of a text is never left out, whatever is in it.
 */
export function whyNoPrompt({ path, mode, bytes }: TreeFile): string | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name.startsWith(".")) return "is hidden";
  if (mode === 0o755 || scriptEndings.test(name)) return "is a script";
  const text = plainTextOf(bytes);
  if (text === undefined) return isNamedAsText(name) ? undefined : "is not text";
  return text.startsWith("#!") ? "is a script" : undefined;
}

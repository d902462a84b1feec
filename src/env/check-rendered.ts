import { IdentikitError } from "../fault/error.ts";
import { type SharedFileName, sharedFiles } from "./clients/shared-files.ts";
import type { SharedText } from "./shared-text.ts";

/**
 * Reads a file as it will be written, as the client would, before it takes the place of the old one.
 * @param keys those that are ours
 * @throws {IdentikitError} `RENDER_REFUSED` for what the client would drop, or a placeholder that was left in it; no
 * value is shown
 */
export function checkRendered(
  name: SharedFileName,
  file: SharedText,
  { path, keys }: { readonly path: string; readonly keys: readonly string[] },
): void {
  const { parse, wholeKeys, shape } = sharedFiles[name];
  const written = parse(file.bytes(), path);
  const owned = Object.fromEntries(keys.map((key) => [key, written.value(key)]));
  const result = shape.safeParse(Object.fromEntries(wholeKeys.map((key) => [key, owned[key]])));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw refused(`${path}: ${issue?.path.map(String).join(".")}: ${issue?.message}`);
  }
  if (JSON.stringify(owned).includes("${SECRET:"))
    throw refused(`${path}: a secret placeholder was left in it`);
}

function refused(message: string): IdentikitError {
  return new IdentikitError("RENDER_REFUSED", message, {
    remedy: "Change the row that it comes from; the file was left as it is.",
  });
}

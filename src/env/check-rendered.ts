import { clientFileShape, settingsShape } from "../config/client-shapes.ts";
import { IdentikitError } from "../fault/error.ts";
import { ownedKeys, type SharedFileName } from "./desired.ts";
import { SharedFile } from "./shared-file.ts";

const shapes = { "settings.json": settingsShape, ".claude.json": clientFileShape } as const;

/**
 * Reads a file as it will be written, as the client would, before it takes the place of the old one.
 * @throws {IdentikitError} `RENDER_REFUSED` for what the client would drop, or a placeholder that was left in it; no
 * value is shown
 */
export function checkRendered(name: SharedFileName, file: SharedFile, path: string): void {
  const written = SharedFile.parse(file.bytes(), path);
  const owned = Object.fromEntries(ownedKeys[name].map((key) => [key, written.value(key)]));
  const result = shapes[name].safeParse(owned);
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

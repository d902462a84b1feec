import { z } from "zod";
import { certain } from "../../fault/certain.ts";
import { FileTree, type TreeFileInput } from "../../tree/file-tree.ts";

const skillFile = z
  .strictObject({
    path: z.string().min(1),
    executable: z.literal(true).optional(),
    text: z.string().optional(),
    base64: z.base64().optional(),
  })
  .refine(({ text, base64 }) => (text === undefined) !== (base64 === undefined), "needs text or base64");

/** What a row of `skill` holds: its files in byte order of their paths, as text where they are text. */
export const skillShape = z
  .array(skillFile)
  .refine((files) => files.some(({ path }) => path === "SKILL.md"), "has no SKILL.md");

/** A skill's files as the value of a row; equal trees give equal values. */
export function skillValue(files: FileTree): string {
  const list = [...files].map(({ path, mode, bytes }) => {
    const executable = mode === 0o755 ? { executable: true } : {};
    const text = asText(bytes);
    return {
      path,
      ...executable,
      ...(text === undefined ? { base64: Buffer.from(bytes).toString("base64") } : { text }),
    };
  });
  return JSON.stringify(list);
}

/**
 * The files of a skill's row.
 * @param owner the row, for messages
 * @throws {IdentikitError} for a path that is unsafe, or two that are one; `ZodError` for another shape
 */
export function skillTree(value: unknown, owner: string): FileTree {
  const files = skillShape.parse(value).map(
    ({ path, executable, text, base64 }): TreeFileInput => ({
      path,
      mode: executable ? 0o755 : 0o644,
      bytes: text === undefined ? Buffer.from(certain(base64), "base64") : Buffer.from(text),
    }),
  );
  return FileTree.of(files, owner);
}

function asText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

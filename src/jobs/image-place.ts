import { resolve } from "node:path";
import { type OpenedReference, openReference } from "../image/open.ts";
import {
  type ImageReference,
  parseImageReference,
  parseStoredReference,
  type StoredReference,
} from "../image/reference.ts";
import type { Context } from "../runtime/context.ts";

/** Opens the place of an image reference as a person typed it. */
export function openImage(context: Context, typed: string): Promise<OpenedReference> {
  return open(context, parseStoredReference(typed));
}

/** As {@link openImage}, for a base, which may be `scratch`. */
export async function openBase(context: Context, typed: string): Promise<OpenedReference | "scratch"> {
  const reference: ImageReference = parseImageReference(typed);
  return reference.kind === "scratch" ? "scratch" : open(context, reference);
}

function open(context: Context, reference: StoredReference): Promise<OpenedReference> {
  return openReference(fromCwd(reference, context.cwd), { signal: context.signal });
}

function fromCwd(reference: StoredReference, cwd: string): StoredReference {
  if (reference.kind === "layout") return { ...reference, directory: resolve(cwd, reference.directory) };
  return reference.kind === "archive" ? { ...reference, file: resolve(cwd, reference.file) } : reference;
}

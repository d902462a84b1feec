import { BodyTooLong, readWhole } from "../../http/body.ts";
import { PageRefused } from "../page/page-refused.ts";
import { FormValues, readForm } from "./form-values.ts";

/** Bytes of a form with a file in it; the doors let no more through. */
const mostBytes = 2 * 1024 * 1024;

/**
 * Reads a form that has a file in it as a browser sends it (RFC 7578), or without one. A file counts as the text in it: what is no UTF-8
 * comes out with replacement characters, and is no bundle any more.
 * @throws {PageRefused} 413 for what is too long, 415 for a body of another type, 422 for what cannot be read
 */
export async function readUpload(request: Request): Promise<FormValues> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type)) return await readForm(request);
  const bytes = await bytesOf(request);
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData().catch(() => {
    throw new PageRefused(422, "The form could not be read.", "Load the page again, and send it once more.");
  });
  const fields = new URLSearchParams();
  for (const [name, value] of form)
    fields.append(name, typeof value === "string" ? value : await textOf(value));
  return new FormValues(fields);
}

async function bytesOf({ body }: Request): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(body === null ? [] : await readWhole({ body }, mostBytes));
  } catch (thrown) {
    if (!(thrown instanceof BodyTooLong)) throw thrown;
    const remedy = "Import it with identikit config import, beside the database.";
    throw new PageRefused(413, "The file is too long.", remedy, "RESOURCE_TOO_LARGE");
  }
}

/** A byte order mark stays: it is part of what was sent. */
async function textOf(file: File): Promise<string> {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await file.arrayBuffer());
}

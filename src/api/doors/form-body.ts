import { BodyTooLong, readWhole } from "../../http/body.ts";

/** Bytes of a form; one with the YAML of an object fits. */
const mostBytes = 2 * 1024 * 1024;

/** A form as browsers send it (URL Standard, application/x-www-form-urlencoded), with the bytes that it was read from. */
export interface FormBody {
  readonly fields: URLSearchParams;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A form with a file in it (RFC 7578). */
export function isUpload({ headers }: Request): boolean {
  return /^multipart\/form-data\s*;/i.test(headers.get("content-type") ?? "");
}

export function isForm({ headers }: Request): boolean {
  return /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(headers.get("content-type") ?? "");
}

/** The form of a request; nothing where it is too long. */
export async function readFormBody({ headers, body }: Request): Promise<FormBody | undefined> {
  if (!body) return { fields: new URLSearchParams(), bytes: new Uint8Array() };
  try {
    const bytes = new Uint8Array(await readWhole({ body }, mostBytes));
    const type = headers.get("content-type") ?? "";
    return { fields: await fieldsOfBody(bytes, type), bytes };
  } catch (thrown) {
    if (thrown instanceof BodyTooLong) return undefined;
    throw thrown;
  }
}

/** What is no text, such as a file, and what cannot be read, is no field. */
async function fieldsOfBody(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<URLSearchParams> {
  if (!/^multipart\//i.test(type)) return new URLSearchParams(new TextDecoder().decode(bytes));
  const form = await new Response(bytes, { headers: { "content-type": type } })
    .formData()
    .catch(() => undefined);
  return new URLSearchParams(
    [...(form ?? [])].flatMap(([name, value]): [string, string][] =>
      typeof value === "string" ? [[name, value]] : [],
    ),
  );
}

/** The one value of a field; nothing where it is there twice, as two readers could choose differently. */
export function oneField(fields: URLSearchParams, name: string): string | undefined {
  const values = fields.getAll(name);
  return values.length === 1 ? values[0] : undefined;
}

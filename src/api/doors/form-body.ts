import { BodyTooLong, readWhole } from "../../http/body.ts";

/** Bytes of a form; one with the YAML of an object fits. */
const mostBytes = 2 * 1024 * 1024;

/** A form as browsers send it (URL Standard, application/x-www-form-urlencoded), with the bytes that it was read from. */
export interface FormBody {
  readonly fields: URLSearchParams;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export function isForm({ headers }: Request): boolean {
  return /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(headers.get("content-type") ?? "");
}

/** The form of a request; nothing where it is too long. */
export async function readFormBody({ body }: Request): Promise<FormBody | undefined> {
  if (!body) return { fields: new URLSearchParams(), bytes: new Uint8Array() };
  try {
    const bytes = new Uint8Array(await readWhole({ body }, mostBytes));
    return { fields: new URLSearchParams(new TextDecoder().decode(bytes)), bytes };
  } catch (thrown) {
    if (thrown instanceof BodyTooLong) return undefined;
    throw thrown;
  }
}

/** The one value of a field; nothing where it is there twice, as two readers could choose differently. */
export function oneField(fields: URLSearchParams, name: string): string | undefined {
  const values = fields.getAll(name);
  return values.length === 1 ? values[0] : undefined;
}

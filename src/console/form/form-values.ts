import { BodyTooLong, readWhole } from "../../http/body.ts";
import { PageRefused } from "../page/page-refused.ts";

/** Bytes of a form; one with the YAML of the largest object fits. */
const mostBytes = 2 * 1024 * 1024;
/** Fields of a form. More is no form of ours. */
const mostFields = 2000;

/** What a form said. */
export class FormValues {
  readonly #fields: URLSearchParams;

  constructor(fields: URLSearchParams) {
    this.#fields = fields;
  }

  /** What a field said; nothing where it is not there. @throws {PageRefused} 422 where it is there twice: two readers could choose differently */
  one(name: string): string | undefined {
    const values = this.#fields.getAll(name);
    if (values.length < 2) return values[0]?.replaceAll("\r\n", "\n");
    throw new PageRefused(
      422,
      `The field ${JSON.stringify(name.slice(0, 100))} was sent ${values.length} times.`,
    );
  }

  /** Every value of a field that may have several. */
  all(name: string): readonly string[] {
    return this.#fields.getAll(name).map((value) => value.replaceAll("\r\n", "\n"));
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }
}

/**
 * Reads the form of a request (URL Standard, application/x-www-form-urlencoded).
 * @throws {PageRefused} 415 for a body of another type, 413 for one that is too long, 422 for too many fields or a body that is no UTF-8
 */
export async function readForm({ headers, body }: Request): Promise<FormValues> {
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(headers.get("content-type") ?? ""))
    throw new PageRefused(
      415,
      "Forms are sent as application/x-www-form-urlencoded.",
      "Use the page's own form.",
    );
  const fields = new URLSearchParams(body === null ? "" : await textOf(body));
  if (fields.size > mostFields) throw new PageRefused(422, `A form has at most ${mostFields} fields.`);
  return new FormValues(fields);
}

async function textOf(body: ReadableStream<Uint8Array>): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readWhole({ body }, mostBytes));
  } catch (thrown) {
    if (thrown instanceof BodyTooLong)
      throw new PageRefused(413, "The form is too long.", "Send less than 2 MiB.");
    throw new PageRefused(422, "The form could not be read.", "Load the page again, and send it once more.");
  }
}

import { parseJson } from "../../document/json.ts";
import { decodeText } from "../../document/text.ts";
import { IdentikitError } from "../../fault/error.ts";
import { isRecord } from "../../fault/thrown.ts";
import { BodyTooLong, readWhole } from "../../http/body.ts";
import { RequestRefused } from "./status.ts";

/** The largest body, in bytes, as API servers have it. */
const maxBodyBytes = 3 * 1024 * 1024;

/**
 * The type of a request's body, without parameters.
 * @param known those that can be read here
 * @throws {RequestRefused} 415, also where no type is given: a page in a browser can send such a body without asking first
 */
export function bodyType<const Known extends string>(request: Request, known: readonly Known[]): Known {
  const given = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const type = known.find((one) => one === given);
  if (type !== undefined) return type;
  const why = given.startsWith("application/apply-patch")
    ? "server-side apply is not offered, since the server keeps no owners of fields: leave out --server-side"
    : `the body of the request was in an unknown format: ${JSON.stringify(given)}`;
  throw new RequestRefused("UnsupportedMediaType", `${why}; accepted media types: ${known.join(", ")}`);
}

/**
 * The JSON of a request's body: strict, with no key twice.
 * @returns `undefined` for a body of no bytes
 * @throws {RequestRefused} 400, 413
 */
export async function jsonBody(request: Request): Promise<unknown> {
  const bytes = await wholeBody(request);
  if (bytes.length === 0) return undefined;
  try {
    return parseJson(decodeText(bytes, "the body"), "the body").value;
  } catch (thrown) {
    if (thrown instanceof IdentikitError) throw new RequestRefused("BadRequest", thrown.message);
    throw thrown;
  }
}

/** @throws {RequestRefused} 400 for what is no object */
export function objectOf(value: unknown): Record<string, unknown> {
  if (isRecord(value) && !Array.isArray(value)) return value;
  throw new RequestRefused("BadRequest", "the body of the request is not an object");
}

async function wholeBody({ body }: Request): Promise<Buffer> {
  if (body === null) return Buffer.alloc(0);
  try {
    return await readWhole({ body }, maxBodyBytes);
  } catch (thrown) {
    if (thrown instanceof BodyTooLong)
      throw new RequestRefused("RequestEntityTooLarge", `the body is longer than ${maxBodyBytes} bytes`);
    throw new RequestRefused("BadRequest", "the body could not be read to its end");
  }
}

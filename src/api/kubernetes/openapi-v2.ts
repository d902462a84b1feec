import { acceptedForm, acceptRanges } from "./accepted-form.ts";
import { jsonAnswer } from "./answer.ts";

/** How clients ask for it, and how they are answered: a media type has no @ (RFC 6838, 4.2), which they only noticed later. */
const askedType = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
const givenType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
const info = { title: "Identikit", version: "v1alpha1" };

/**
 * The document of OpenAPI 2.0, which kubectl asks for where a file holds a `List`. It has no kinds, so that kubectl leaves the checks
 * to the server, which makes them anyway; all kinds are in `/openapi/v3`.
 */
export function openApiV2Answer(accept: string | null): Response {
  if (acceptRanges(accept ?? "").some(({ type }) => type === askedType || type === givenType))
    return new Response(protobufDocument(), { headers: { "content-type": givenType } });
  acceptedForm(accept, false);
  return jsonAnswer({ swagger: "2.0", info, paths: {} });
}

/** The same as a message of gnostic's openapi.v2.Document: `swagger` is field 1, `info` 2 and `paths` 8, all of wire type 2. */
function protobufDocument(): Uint8Array<ArrayBuffer> {
  const inner = Buffer.concat([field(1, Buffer.from(info.title)), field(2, Buffer.from(info.version))]);
  const whole = [field(1, Buffer.from("2.0")), field(2, inner), field(8, Buffer.alloc(0))];
  return new Uint8Array(Buffer.concat(whole));
}

/** A field of fewer than 128 bytes, so that its length is one byte (Protocol Buffers, encoding). */
function field(number: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([number * 8 + 2, value.length]), value]);
}

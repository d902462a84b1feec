import type { z } from "zod";
import { IdentikitError } from "../fault/error.ts";

/** @throws {IdentikitError} `SOURCE_UNREACHABLE` for an answer of another shape */
export function parseAnswer<Schema extends z.ZodType>(
  text: string | undefined,
  schema: Schema,
  owner: string,
): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(text ?? ""));
  } catch (cause) {
    throw malformed(owner, cause);
  }
}

/** What is thrown for an answer that is not one of the API. */
export function malformed(owner: string, cause?: unknown): IdentikitError {
  return new IdentikitError("SOURCE_UNREACHABLE", `${owner} answered with something that is no API answer`, {
    remedy: "Check the server's address; a sign-in page or a proxy may have answered.",
    cause,
  });
}

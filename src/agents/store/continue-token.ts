import { hash } from "node:crypto";
import { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import type { ListQuery } from "../resource/resource-store.ts";
import { sortedJson } from "./sorted-json.ts";

/** Where a list goes on: the version that its first page showed, and the key of the last object that was looked at. */
export interface ListPlace {
  readonly version: number;
  readonly after: readonly (string | number)[];
}

const tokenSchema = z.strictObject({
  version: z.int().min(0),
  after: z
    .array(z.union([z.string().max(400), z.int()]))
    .min(1)
    .max(4),
  query: z.string().max(32),
});

/** What a token is good for: another query has another order of objects. */
function queryDigest(kind: string, { namespace, labels, fields, newestFirst }: ListQuery): string {
  const query = sortedJson([kind, namespace ?? null, labels ?? [], fields ?? [], newestFirst ?? false]);
  return hash("sha256", query, "hex").slice(0, 16);
}

/** Writes a place down for the next request. */
export function formatContinue(kind: string, query: ListQuery, place: ListPlace): string {
  return Buffer.from(JSON.stringify({ ...place, query: queryDigest(kind, query) })).toString("base64url");
}

/** @throws {IdentikitError} `CONTINUE_INVALID` */
export function parseContinue(kind: string, query: ListQuery): ListPlace | undefined {
  const { continue: token } = query;
  if (token === undefined || token === "") return undefined;
  const { version, after, query: digest } = readToken(token);
  if (digest !== queryDigest(kind, query)) throw tokenInvalid("it belongs to another query");
  return { version, after };
}

function readToken(token: string): z.output<typeof tokenSchema> {
  try {
    if (token.length <= 4096)
      return tokenSchema.parse(JSON.parse(Buffer.from(token, "base64url").toString()));
  } catch {
    // Said below, without the text.
  }
  throw tokenInvalid("it cannot be read");
}

/** The fault for a token of no list, or of another. */
export function tokenInvalid(problem: string): IdentikitError {
  return new IdentikitError("CONTINUE_INVALID", `the continue token is not one of this list: ${problem}`, {
    remedy: "Send the token of the page before with the same query, or begin with the first page.",
  });
}

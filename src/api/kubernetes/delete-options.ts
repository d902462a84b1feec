import { z } from "zod";
import { bodyType, jsonBody } from "./request-body.ts";
import { RequestRefused } from "./status.ts";
import { isDryRun } from "./write-query.ts";

/** What a client asks of a deletion (metav1.DeleteOptions), as far as it means anything here: nothing depends on an object but itself. */
export interface DeleteOptions {
  readonly dryRun: boolean;
  readonly uid: string | undefined;
  readonly resourceVersion: string | undefined;
}

const form = z.object({
  kind: z.literal("DeleteOptions").optional(),
  dryRun: z.array(z.string()).nullish(),
  preconditions: z.object({ uid: z.string().nullish(), resourceVersion: z.string().nullish() }).nullish(),
  propagationPolicy: z.enum(["Orphan", "Background", "Foreground"]).nullish(),
});

/** @throws {RequestRefused} 400, 415 */
export async function deleteOptions(request: Request): Promise<DeleteOptions> {
  const hasType = request.headers.get("content-type") !== null;
  if (hasType) bodyType(request, ["application/json"]);
  const body = await jsonBody(request);
  if (body !== undefined && !hasType) bodyType(request, ["application/json"]);
  const read = form.safeParse(body ?? {});
  if (!read.success)
    throw new RequestRefused("BadRequest", "the body is not a DeleteOptions of meta.k8s.io/v1");
  const { dryRun, preconditions } = read.data;
  return {
    dryRun: isDryRun(dryRun ?? []),
    uid: preconditions?.uid ?? undefined,
    resourceVersion: preconditions?.resourceVersion ?? undefined,
  };
}

import { writeBackAction } from "../kinds/fields.ts";
import { type OutboxRequest, outboxRequest } from "./outbox-request.ts";

/** What a person may ask to have written of a run: what an agent may have written to the forge; else what is wrong with it. */
export function personRequest(
  value: unknown,
): { readonly request: OutboxRequest } | { readonly problem: string } {
  const { data, error } = outboxRequest.safeParse(value);
  const wrong = error?.issues[0];
  if (wrong) return { problem: `${wrong.path.join(".") || "body"}: ${wrong.message}` };
  if (data !== undefined && writeBackAction.safeParse(data.type).success) return { request: data };
  return { problem: `type: must be one of ${writeBackAction.options.join(", ")}` };
}

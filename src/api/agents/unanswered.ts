import type { z } from "zod";
import { faultAnswer } from "./fault-answer.ts";
import { errorAnswer } from "./forward.ts";

/** A request that is not done, with what its sender is told. */
export class Unanswered extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** What a sender is told of what was thrown while their request was done. */
export function routeAnswer(thrown: unknown, onFault: (thrown: unknown) => void): Response {
  if (thrown instanceof Unanswered)
    return errorAnswer(thrown.status, thrown.code, thrown.message, { headers: thrown.headers });
  return faultAnswer(thrown, onFault);
}

/** A body in the shape of its route. @throws {Unanswered} 422 */
export function bodyAs<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [wrong] = result.error.issues;
  throw new Unanswered(422, "RESOURCE_INVALID", `${wrong?.path.join(".") || "body"}: ${wrong?.message}`);
}

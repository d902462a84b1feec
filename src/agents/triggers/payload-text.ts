import type { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import { shortened, visible } from "../../fault/visible.ts";

/** A text of the payload that has to have a form. @throws {IdentikitError} `EVENT_INVALID` */
export function fits(what: string, schema: z.ZodString, text: string): string {
  if (schema.safeParse(text).success) return text;
  throw new IdentikitError("EVENT_INVALID", `${what} is "${visible(shortened(text, 100))}"`, { remedy });
}

/** A text of the payload that is no longer than that. @throws {IdentikitError} `EVENT_INVALID` */
export function bounded(what: string, text: string, most: number): string {
  if (text.length > most)
    throw new IdentikitError("EVENT_INVALID", `${what} has more than ${most} characters`, { remedy });
  return text;
}

/** The fault of an event that has another form than the forges give it. */
export function wrong(event: string, problem: string): IdentikitError {
  return new IdentikitError("EVENT_INVALID", `the event ${visible(shortened(event, 100))}: ${problem}`, {
    remedy,
  });
}

const remedy = "Send what GitHub or Gitea delivers, unchanged; for a sample take a recorded delivery.";

type Defined<Fields> = { [Name in keyof Fields]?: NonNullable<Fields[Name]> };

/** Without the members that nothing is known of. */
export function defined<Fields extends object>(fields: Fields): Defined<Fields>;
export function defined(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  );
}

import { IdentikitError } from "../fault/error.ts";
import { shortened, visible } from "../fault/visible.ts";

/**
 * Refuses a name that an address would lead elsewhere with, however it is encoded.
 * @throws {IdentikitError} `EVENT_INVALID`
 */
export function checkPathName(what: string, name: string): void {
  if (name !== "" && name !== "." && name !== ".." && !/[/\\\p{Cc}\s]/u.test(name)) return;
  throw new IdentikitError(
    "EVENT_INVALID",
    `${what} is "${visible(shortened(name, 100))}", which no forge allows`,
    {
      remedy: "Look at who sent the event: nothing is asked about such a name.",
    },
  );
}

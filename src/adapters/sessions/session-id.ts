import { IdentikitError } from "../../fault/error.ts";
import type { LaunchSession } from "../launch.ts";

/** What clients call sessions. It becomes part of paths and of command lines, and an agent can write to its client's output. */
const form = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/;

export function isSessionId(name: string): boolean {
  return form.test(name);
}

/** @throws {IdentikitError} `SESSION_INVALID` */
export function checkSession(session: LaunchSession): void {
  const names = [session.sessionId, ...(session.kind === "fork" ? [session.from] : [])];
  if (names.every(isSessionId)) return;
  throw new IdentikitError("SESSION_INVALID", "the session to go on with has a name that no client gives", {
    remedy: "Start a new attempt with retry in place of resume.",
  });
}

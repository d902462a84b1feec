import type { KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parsePublicTicketKeys } from "../../agents/tickets/ticket-key.ts";
import { IdentikitError } from "../../fault/error.ts";
import { messageOf } from "../../fault/thrown.ts";
import type { CommandContext } from "../context.ts";
import { poolKeyVariable, ticketKeyVariable } from "./run.ts";

/** The pool of this machine and its secret key. @throws {IdentikitError} `POOL_KEY_INVALID`, `USAGE` */
export function poolOf(
  { env, log }: CommandContext,
  pool: string | undefined,
): { readonly pool: string; readonly key: string } {
  if (pool === undefined)
    throw new IdentikitError("USAGE", "no runner pool is named", {
      remedy: "Name the pool that this machine belongs to with --pool.",
    });
  const key = env[poolKeyVariable]?.split("\n").find((line) => line.startsWith("AGE-SECRET-KEY-1"));
  if (key === undefined)
    throw new IdentikitError("POOL_KEY_INVALID", `${poolKeyVariable} holds no secret key of age`, {
      remedy: "Set it to what age-keygen wrote for the pool, as a secret of the job.",
    });
  log.mask(key.trim());
  return { pool, key: key.trim() };
}

/** The keys that may have signed a ticket. @throws {IdentikitError} `TICKET_KEY_INVALID` */
export function ticketKeysFor({ cwd, env }: CommandContext, file: string | undefined): readonly KeyObject[] {
  if (file === undefined) return parsePublicTicketKeys(env[ticketKeyVariable] ?? "", ticketKeyVariable);
  const path = resolve(cwd, file);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new IdentikitError("TICKET_KEY_INVALID", `${path} cannot be read: ${messageOf(cause)}`, {
      remedy: "Give the file that identikit access ticket-key wrote.",
      cause,
    });
  }
  return parsePublicTicketKeys(text, path);
}

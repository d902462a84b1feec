import { z } from "zod/mini";
import { declareOptions } from "../../commands/command.ts";
import { option } from "../../commands/options/option.ts";
import { poolKeyVariable, ticketKeyVariable } from "../../commands/run/run.ts";
import { type Around, defineAround } from "../frame/action.ts";

const inputs = declareOptions(() => ({
  poolKey: option(z.string().check(z.minLength(1)), {
    kind: "text",
    description:
      "The secret key of the runner pool (AGE-SECRET-KEY-1…), from a secret that only this job has.",
  }),
  ticketPublicKey: option(z.string().check(z.minLength(1)), {
    kind: "text",
    description: "The public keys of tickets, as access ticket-key prints them; they are no secret.",
  }),
}));

/** The keys of a runner pool, handed to the command where a person would set variables. */
export const poolKeyInputs: Around = defineAround({
  inputs,
  equip: (context, { poolKey, ticketPublicKey }) => ({
    ...context,
    env: { ...context.env, [poolKeyVariable]: poolKey, [ticketKeyVariable]: ticketPublicKey },
  }),
});

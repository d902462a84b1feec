import { z } from "zod/mini";
import { declareOptions } from "../../commands/command.ts";
import { option, text } from "../../commands/options/option.ts";
import { IdentikitError } from "../../fault/error.ts";
import { type Around, defineAround } from "../frame/action.ts";

const host = /^[A-Za-z0-9.-]+(:\d+)?$|^\[[0-9A-Fa-f:]+\](:\d+)?$/;

const inputs = declareOptions(() => ({
  registry: option(
    z.optional(z.string().check(z.regex(host, "must be a host, such as registry.example or ghcr.io"))),
    {
      kind: "text",
      value: "HOST",
      description: "The registry that the username and password are for; no other one sees them.",
    },
  ),
  registryUsername: text("NAME", "Who pulls and pushes; registries that take a bare token ignore it."),
  registryPassword: text(
    "SECRET",
    "The password or token, from a secret; Docker's own configuration and its helpers are asked if left out.",
  ),
}));

/** A credential for one registry, from inputs. */
export const registryLogin: Around = defineAround({
  inputs,
  equip: (context, { registry, registryUsername: username, registryPassword: password }) => {
    if (password === undefined) return context;
    context.log.mask(password);
    if (registry !== undefined) {
      return { ...context, registryCredential: { registry, username: username ?? "", password } };
    }
    throw new IdentikitError("USAGE", "input registry-password is given without input registry", {
      remedy: "Name the registry that the password is for, such as ghcr.io.",
    });
  },
});

import { z } from "zod/mini";
import { flag, option } from "./option.ts";

const files = z._default(z.array(z.string().check(z.minLength(1, "must not be empty"))), []);

/** Which manifests a command works on. */
export const manifestFiles = () => ({
  file: option(files, {
    kind: "list",
    short: "f",
    value: "FILE|DIR|-",
    description:
      "A file of manifests, a folder of them, or - for standard input; the repository's own folder if left out.",
  }),
});

/** What manifests may declare beyond the organisation of the repository. */
export const everywhereOption = () => ({
  allOrganizations: flag(
    "Let roles and bindings give rights beyond the repository's organisation, for whoever runs the server.",
  ),
});

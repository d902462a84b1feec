import { z } from "zod";
import { flag, option } from "./option.ts";

const files = z.array(z.string().min(1, "must not be empty")).default([]);

/** Which manifests a command works on. */
export const manifestFiles = {
  file: option(files, {
    kind: "list",
    short: "f",
    value: "FILE|DIR|-",
    description:
      "A file of manifests, a folder of them, or - for standard input; the repository's own folder if left out.",
  }),
};

/** What manifests may declare beyond the organisation of the repository. */
export const everywhereOption = {
  allOrganizations: flag(
    "Let roles and bindings give rights beyond the repository's organisation, for whoever runs the server.",
  ),
};

import { promote } from "../commands/promote/promote.ts";
import { registryLogin } from "./around/registry-login.ts";
import type { Action } from "./frame/action.ts";

export const action: Action = {
  name: "promote-image",
  description: "Move a tag to a verified digest, byte for byte, without a rebuild.",
  command: promote,
  around: [registryLogin],
  outputs: {
    templates:
      "With several templates: the outputs of each with its `name`, as JSON, in the place of those that are of one image.",
    image: "The image under its new tag, with its digest.",
    digest: "The digest that the tag stands for now.",
    attestations:
      "What was signed of the image, as JSON: predicate type and digest of each statement; empty without a signer.",
    "previous-digest": "The digest that it stood for before; empty for a new tag.",
    changed: "`true` where the tag moved, else `false`.",
  },
};

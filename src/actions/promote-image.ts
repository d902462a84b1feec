import { promote } from "../jobs/promote.ts";
import type { Action } from "./action.ts";
import { registryLogin } from "./around/registry.ts";

export const action: Action = {
  name: "promote-image",
  description: "Move a tag to a verified digest, byte for byte, without a rebuild.",
  job: promote,
  around: [registryLogin],
  outputs: {
    image: "The image under its new tag, with its digest.",
    digest: "The digest that the tag stands for now.",
    "previous-digest": "The digest that it stood for before; empty for a new tag.",
    changed: "`true` where the tag moved, else `false`.",
  },
};

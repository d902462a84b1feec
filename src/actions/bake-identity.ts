import { bake } from "../commands/bake/bake.ts";
import { registryLogin } from "./around/registry-login.ts";
import type { Action } from "./frame/action.ts";

export const action: Action = {
  name: "bake-identity",
  description:
    "Put the template's identity on a base image without a daemon, gated before it can be reached.",
  command: bake,
  around: [registryLogin],
  outputs: {
    templates:
      "With several templates: the outputs of each with its `name`, as JSON, in the place of those that are of one image.",
    image: "The image with its digest.",
    digest: "The digest of the manifest or index.",
    attestations:
      "What was signed of the image, as JSON: predicate type and digest of each statement; empty without a signer.",
    "layer-digest": "The digest of the identity layer.",
    "tree-digest": "The digest of the identity's files.",
  },
};

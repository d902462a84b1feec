import { publish } from "../commands/publish/publish.ts";
import { linking } from "./around/linking/linking.ts";
import { registryLogin } from "./around/registry-login.ts";
import type { Action } from "./frame/action.ts";

export const action: Action = {
  name: "publish-image",
  description: "Gate an image, push it under the tags that the run gives, and read back what they stand for.",
  command: publish,
  around: [registryLogin, linking],
  outputs: {
    templates:
      "With several templates: the outputs of each with its `name`, as JSON, in the place of those that are of one image.",
    image: "The published image with its digest.",
    digest: "The digest of the manifest or index.",
    attestations:
      "What was signed of the image, as JSON: predicate type and digest of each statement; empty without a signer.",
    tags: "The tags, as a JSON list.",
    changed: "`true` where a tag moved or a blob was lacking, else `false`.",
  },
};

import { publish } from "../jobs/publish.ts";
import type { Action } from "./action.ts";
import { registryLogin } from "./around/registry.ts";

export const action: Action = {
  name: "publish-image",
  description: "Gate an image, push it under the tags that the run gives, and read back what they stand for.",
  job: publish,
  around: [registryLogin],
  outputs: {
    image: "The published image with its digest.",
    digest: "The digest of the manifest or index.",
    tags: "The tags, as a JSON list.",
    changed: "`true` where a tag moved or a blob was lacking, else `false`.",
  },
};

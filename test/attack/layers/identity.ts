import { bakedTree, identityV1 } from "../../../src/image/identity.ts";
import { FileTree } from "../../../src/tree/file-tree.ts";

/** Where the fuzz has the identity, without slashes at its ends. */
export const destination = "opt/d";

/** A small template, and what of it stands in an image. */
export const template: FileTree = FileTree.of(
  Object.entries({
    "config.yaml": "name: concierge\n",
    "mcp_servers.yaml": "servers: {}\n",
    "prompts/concierge.md": "Hello.\n",
    "prompts/tone/short.md": "Short.\n",
  }).map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
  "the fuzz's template",
);
export const identity: FileTree = bakedTree(template.select(identityV1.admits));

import { gateFor } from "../../src/gate/gate.ts";
import type { ImageGate } from "../../src/image/image-gate.ts";
import { type OpenedReference, openReference } from "../../src/image/open.ts";
import { parseStoredReference } from "../../src/image/reference.ts";
import type { FileTree } from "../../src/tree/file-tree.ts";
import { type TreeLiteral, treeOf } from "../tree/expect-same-tree.ts";

/** A small template with everything that an identity has, and something that does not belong to it. */
export const templateFiles: TreeLiteral = {
  "config.yaml": "name: concierge\nruntime: claude-code\n",
  "mcp_servers.yaml": "servers: {}\n",
  "prompts/concierge.md": "You greet whoever comes in.\n",
  "prompts/tone/short.md": "Short sentences.\n",
  "agent-skills/triage/SKILL.md": "not part of the identity\n",
};

export function template(changes: TreeLiteral = {}): FileTree {
  return treeOf({ ...templateFiles, ...changes });
}

export function gate(changes: TreeLiteral = {}): ImageGate {
  return gateFor({ template: template(changes) });
}

export function open(reference: string): Promise<OpenedReference> {
  return openReference(parseStoredReference(reference));
}

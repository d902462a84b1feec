import { onTestFinished } from "vitest";
import { gateFor } from "../../src/gate/gate.ts";
import type { ImageGate } from "../../src/image/image-gate.ts";
import { ImagePlaces, type ImagePlacesOptions, type OpenedReference } from "../../src/image/places.ts";
import { parseStoredReference } from "../../src/image/reference.ts";
import { systemClock } from "../../src/runtime/clock.ts";
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

/** The places of one test, closed when it ends. */
export function places(options: Partial<ImagePlacesOptions> = {}): ImagePlaces {
  const made = new ImagePlaces({
    signal: new AbortController().signal,
    clock: systemClock,
    env: {},
    ...options,
  });
  onTestFinished(() => made[Symbol.asyncDispose]());
  return made;
}

export function open(reference: string): Promise<OpenedReference> {
  return places().open(parseStoredReference(reference), "push");
}

import type { ResourceStore } from "../resource/resource-store.ts";
import type { ClientSource, ImageProof, ServerSource, SkillSource } from "./probe-ports.ts";
import type { FactAges } from "./stack-facts.ts";
import type { StackWorldSource } from "./stack-world.ts";

/** What the controller of stacks works with. */
export interface StackControllerPorts {
  readonly store: ResourceStore;
  readonly worlds: StackWorldSource;
  readonly clients: ClientSource;
  readonly servers: ServerSource;
  readonly skills: SkillSource;
  readonly images: ImageProof;
  readonly ages: FactAges;
  readonly now: () => Date;
}

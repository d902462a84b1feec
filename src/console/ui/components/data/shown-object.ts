import type { Kind } from "../../../../agents/kinds/kind.ts";
import type { Resource } from "../../../../agents/resource/resource.ts";

/** An object, as far as it is shown: its name, what it is meant to be and what it is. */
export interface ShownObject<One extends Kind> extends Pick<Resource<One>, "spec" | "status"> {
  readonly metadata: Pick<Resource["metadata"], "name">;
}

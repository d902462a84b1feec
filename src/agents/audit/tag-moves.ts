import { z } from "zod";
import type { agentAction } from "../kinds/record/agent-action.ts";
import type { Resource } from "../resource/resource.ts";
import type { RecordedWork } from "./do-on-record.ts";

/** The kind of the target of an action on an image; its name is the image's digest. */
export const imageTarget = "Image";

const digest = z.string().min(1).max(200);

/** Tags of one repository that were given to an image. */
const tagMoves = z.object({
  image: z.string().min(1).max(600),
  digest,
  // Whether the gate had passed it.
  gated: z.boolean(),
  tags: z.array(z.object({ tag: z.string().min(1).max(600), previous: z.nullable(digest) })).max(1000),
});
export type TagMoves = z.output<typeof tagMoves>;

/** What is on record of them. Names of objects have no colon. */
export function tagMovesRecord(moves: TagMoves): Pick<RecordedWork, "target" | "arguments"> {
  return {
    target: { kind: imageTarget, name: moves.digest.replace(":", "-") },
    arguments: tagMoves.parse(moves),
  };
}

/** What an action on an image says of its tags; nothing for any other action. */
export function tagMovesOf({ spec }: Resource<typeof agentAction>): TagMoves | undefined {
  return spec.target.kind === imageTarget ? tagMoves.safeParse(spec.arguments).data : undefined;
}

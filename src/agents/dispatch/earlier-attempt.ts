import type { z } from "zod";
import { agentArtifact } from "../kinds/record/agent-artifact.ts";
import type { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { parseFieldSelector } from "../resource/selector.ts";
import { BlobStore } from "../store/blobs/blob-store.ts";
import type { Ticket } from "../tickets/ticket.ts";
import { gateAnswers } from "./gate-answers.ts";
import type { LaunchServices } from "./launch-services.ts";

/** Answers that a ticket carries: as many as an attempt may ask. */
const mostAnswers = 1000;

/**
 * What the runner of an attempt is given of the one that it follows, where it goes on with its work: the client's session, else what was
 * said; and what people have answered since. Content that retention has taken away is not there.
 * @throws {IdentikitError} `BLOB_MISSING` for content that should be there, and the faults of the database
 */
export async function earlierAttempt(
  { database, store }: Pick<LaunchServices, "database" | "store">,
  namespace: string,
  { run, reason, previous }: z.output<typeof agentDispatchAttempt.spec>,
): Promise<Ticket["earlier"]> {
  if (previous === undefined || reason === "initial" || reason === "retry") return undefined;
  const artifacts = await store.read((reader) =>
    Array.fromAsync(reader.each(agentArtifact, { namespace, fields: parseFieldSelector(`spec.run=${run}`) })),
  );
  const contentOf = async (kind: "session" | "transcript") => {
    // What was only announced, by a runner that was lost since, is not here.
    const found = artifacts.find(
      ({ spec, status }) => spec.attempt === previous && spec.kind === kind && status.phase !== "Pending",
    );
    return (
      found && Buffer.from(await new BlobStore(database).get({ namespace, name: run }, found.spec.digest))
    );
  };
  const session = await contentOf("session");
  const answered = await store.read((reader) => gateAnswers(reader, { namespace, name: run }));
  const answers = answered.length === 0 ? {} : { answers: answered.slice(-mostAnswers) };
  if (session) return { session: session.toString("base64"), ...answers };
  const transcript = await contentOf("transcript");
  return { ...(transcript ? { transcript: transcript.toString("base64") } : {}), ...answers };
}

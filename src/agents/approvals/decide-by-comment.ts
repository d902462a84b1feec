import { IdentikitError } from "../../fault/error.ts";
import { foldedName } from "../admission/folded-name.ts";
import { canWrite } from "../admission/trust/trust-tier.ts";
import type { CommandOutcome, CommentCommands } from "../dispatch/comment-commands.ts";
import type { HostFacts } from "../kinds/actor.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { webhookDelivery } from "../kinds/record/webhook-delivery.ts";
import type { Resource } from "../resource/resource.ts";
import { factsOfDelivery } from "../triggers/delivery.ts";
import type { EventFacts } from "../triggers/event-facts.ts";
import type { HostFactsSource } from "../triggers/host-facts-source.ts";
import { type ApprovalWords, approvalWords } from "./approval-words.ts";
import { type DecidePorts, decideApproval } from "./decide-approval.ts";

type Delivery = Resource<typeof webhookDelivery>;

/** Where an answer to a comment goes. */
export interface AnswerPlace {
  readonly repository: string;
  /** The issue or pull request. */
  readonly number: number;
  /** The delivery of the comment: one is answered once. */
  readonly delivery: string;
}

export interface CommentPorts extends DecidePorts {
  readonly host: HostFactsSource;
  /** Tells somebody that their comment decided nothing; left out where nothing can be written. */
  readonly answer?: ((place: AnswerPlace, text: string, signal: AbortSignal) => Promise<void>) | undefined;
}

/** What a wrong decision throws, after it was written down that somebody tried. */
const refusals = new Set(["NOT_FOUND", "POLICY_DENIED", "APPROVAL_CLOSED", "APPROVAL_DIFFERS"]);

/**
 * Decides approvals by comments: a new one that begins with `/identikit approve NAME DIGEST`, on the repository of the run, by a person who
 * may decide by what the host says of them now. An edited comment counts for nothing, as its author need not be who edited it; neither does
 * a replay, nor a bot, which may be the agent's own.
 */
export function approvalComments(ports: CommentPorts): CommentCommands {
  return {
    take: async (delivery, signal) => {
      const facts = readableFacts(delivery);
      const words = facts?.type === "comment" ? approvalWords(facts.comment ?? "") : undefined;
      if (!facts || !words) return undefined;
      if (facts.action !== "created" || facts.isEdited)
        return { phase: "Ignored", reason: "only a newly created comment decides anything" };
      if (delivery.spec.replayOf !== undefined)
        return { phase: "Ignored", reason: "a comment that is replayed decides nothing" };
      const { repository, actor, refs } = facts;
      if (repository === undefined || actor === undefined)
        return { phase: "Refused", reason: "nobody knows who wrote it, and where" };
      const { ref, pullRequest } = refs;
      const host = await ports.host.factsOf({ repository, actor, ref, pullRequest }, signal);
      const said = { delivery, repository, actor, host, isBot: facts.claimsBot || host.isBot === true };
      const outcome = await outcomeOf(ports, said, words);
      if (outcome.phase === "Refused") await answer(ports, facts, said, outcome, signal);
      return outcome;
    },
  };
}

interface Said {
  readonly delivery: Delivery;
  readonly repository: string;
  readonly actor: string;
  readonly host: HostFacts;
  readonly isBot: boolean;
}

async function outcomeOf(
  ports: CommentPorts,
  { delivery, repository, actor, host, isBot }: Said,
  words: ApprovalWords | { readonly problem: string },
): Promise<CommandOutcome> {
  if ("problem" in words) return { phase: "Refused", reason: words.problem };
  if (isBot) return { phase: "Refused", reason: "a bot decides nothing" };
  const { namespace } = delivery.metadata;
  const { verdict, name, digest, reason: comment } = words;
  const { approval, run } = await ports.store.read(async (reader) => {
    const found = await reader.get(agentApproval, { namespace, name });
    const of = found && (await reader.get(agentDispatchRun, { namespace, name: found.spec.run }));
    return { approval: found, run: of };
  });
  // What the host says is of this repository: in another one it would be somebody else's permission.
  if (!approval || !run || foldedName(run.spec.repository) !== foldedName(repository))
    return { phase: "Refused", reason: `NOT_FOUND: no run on ${repository} has an approval ${name}` };
  const by = { kind: "User" as const, name: actor };
  const before = approval.status.decisions?.find((one) => one.via === "comment" && one.by.name === actor);
  if (before?.verdict === verdict && approval.spec.artifactDigest === digest)
    return { phase: "Matched", reason: `${actor} has decided ${name}: ${verdict}` };
  try {
    const decided = await decideApproval(ports, {
      namespace,
      name,
      digest,
      verdict,
      comment,
      via: "comment",
      by,
      host,
    });
    return {
      phase: "Matched",
      reason: `${actor} has decided ${name}: ${verdict}; it is ${decided.status.phase}`,
      run: run.metadata.name,
    };
  } catch (caught) {
    if (!(caught instanceof IdentikitError && refusals.has(caught.code))) throw caught;
    return { phase: "Refused", reason: `${caught.code}: ${caught.message}` };
  }
}

/** Tells who can write to the repository why nothing was decided; strangers cannot make us write comments. */
async function answer(
  { answer: tell }: CommentPorts,
  { number }: EventFacts,
  { delivery, repository, actor, host, isBot }: Said,
  { reason }: CommandOutcome,
  signal: AbortSignal,
): Promise<void> {
  if (!tell || number === undefined || isBot || !canWrite(host.permission)) return;
  await tell(
    { repository, number, delivery: delivery.metadata.name },
    `${actor}: nothing was decided: ${reason}`,
    signal,
  );
}

/** What cannot be read is refused where all deliveries are. */
function readableFacts({ spec }: Delivery): EventFacts | undefined {
  try {
    return factsOfDelivery(spec);
  } catch (caught) {
    if (caught instanceof IdentikitError) return undefined;
    throw caught;
  }
}

import type { CommentPorts } from "../../agents/approvals/decide-by-comment.ts";
import type { RepositorySource } from "../../agents/dispatch/repository-source.ts";
import { outgoingText } from "../../agents/write-back/outgoing-text.ts";
import { IdentikitError } from "../../fault/error.ts";
import { HostForgeWriter } from "../../host/forge-writer/host-forge-writer.ts";
import { hostOf } from "../../host/host.ts";
import type { CommandContext } from "../context.ts";
import { hostTokenVariable } from "../options/host-token.ts";

/** Answers comments that decided nothing, once each, as far as the token allows it; a token that may only read leaves it to the log. */
export function commentAnswers(
  { env, log, signal, clock }: CommandContext,
  repositories: RepositorySource,
): CommentPorts["answer"] {
  const token = env[hostTokenVariable];
  if (!token) return undefined;
  return async ({ repository, number, delivery }, text) => {
    const forge = new HostForgeWriter({
      ...{ host: hostOf(env), token, log, signal, repositories },
      now: () => clock.now(),
    });
    const write = { action: "comment" as const, repository, number, body: outgoingText(text) };
    const key = `answer:${delivery}`;
    try {
      if (!(await forge.find(write, key))) await forge.send(write, key);
    } catch (caught) {
      if (!(caught instanceof IdentikitError) || caught.code !== "HOST_DENIED") throw caught;
      log.warn(`nobody is told on #${number} of ${repository}: ${caught.message}`);
    }
  };
}

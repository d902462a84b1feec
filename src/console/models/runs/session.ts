import { agentDispatchAttempt } from "../../../agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import { agentSession } from "../../../agents/kinds/record/agent-session.ts";
import { agentWorkspace } from "../../../agents/kinds/record/agent-workspace.ts";
import { workItem, workItemSessionLink } from "../../../agents/kinds/record/work-item.ts";
import type { RunEvent } from "../../../agents/run-bundle/run-event.ts";
import { addressOf } from "../../page/address.ts";
import { listAddress, objectAddress } from "../../page/object-address.ts";
import type { ActionOffer } from "../../page/page.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import type { ShownSection, ShownState } from "../../page/shown.ts";
import {
  knownFacts,
  objectLink,
  objectLinks,
  phaseShown,
  repositoryLink,
  timeShown,
} from "../shown/values.ts";
import { messagesOf } from "./run-conversation.ts";
import { runNotices } from "./run-notices.ts";
import { readRunObjects } from "./run-objects.ts";
import { runOffers } from "./run-offers.ts";

/** A conversation: what it belongs to, what was said, and how it goes on. */
export interface SessionModel {
  readonly states: readonly ShownState[];
  readonly offers: readonly ActionOffer[];
  readonly sections: readonly ShownSection[];
  readonly messages: readonly RunEvent[];
}

const lookAtMost = 1000;

export async function loadSession({
  organization,
  objects,
  params,
}: PageAsk): Promise<LoadedPage<"session">> {
  const session = await objects.get(agentSession, params.name ?? "");
  const { metadata, spec, status } = session;
  const { name } = metadata;
  const run = await objects.seen(agentDispatchRun, spec.run);
  const found = run && (await readRunObjects(objects, run));
  const attempts = (found?.attempts ?? []).filter((one) => one.status.session === name);
  const attempt = attempts[0]?.metadata.name ?? spec.attempt ?? found?.attempt?.metadata.name;
  const links = await objects.listed(workItemSessionLink, {
    fields: [{ field: "spec.session", equals: true, value: name }],
    ...{ limit: 50, lookAtMost },
  });
  const isOwn = found?.session?.metadata.name === name;
  return {
    title: name,
    crumbs: [
      { word: "Sessions", href: listAddress(organization, agentSession) },
      ...(run
        ? [
            {
              ...{ word: run.spec.repository, what: "Repository" },
              href: addressOf(organization, "repositories", run.spec.repository, "runs"),
            },
          ]
        : []),
      { word: spec.run, href: objectAddress(organization, agentDispatchRun, spec.run), what: "Run" },
    ],
    ...(attempt === undefined ? {} : { attempt }),
    model: {
      states: found
        ? runNotices({ ...found, organization, from: undefined }).filter(
            ({ state }) => state === "SessionBindingPending",
          )
        : [],
      offers:
        found && isOwn
          ? runOffers(objects.rights, found).filter(({ word }) =>
              ["Resume", "Fork", "Continue"].includes(word),
            )
          : [],
      sections: [
        {
          ...{ id: "facts", title: "Session" },
          facts: knownFacts({
            Status: phaseShown(agentSession, status.phase ?? "Pending"),
            Run: objectLink(organization, agentDispatchRun, spec.run),
            Repository: repositoryLink(organization, run?.spec.repository),
            "Begun by": objectLink(organization, agentDispatchAttempt, spec.attempt),
            Attempts: objectLinks(
              organization,
              agentDispatchAttempt,
              attempts.map((one) => one.metadata.name),
            ),
            "Forked from": objectLink(organization, agentSession, spec.forkedFrom),
            Workspace: objectLink(
              organization,
              agentWorkspace,
              status.workspaceRef ?? found?.workspace?.metadata.name,
            ),
            "Work items": objectLinks(
              organization,
              workItem,
              links?.items.map((one) => String(one.spec.workItem)),
            ),
            Client: status.adapter,
            "Its own name": status.clientSessionId === undefined ? null : { code: status.clientSessionId },
            "Can be resumed": status.resumable === undefined ? null : status.resumable ? "yes" : "no",
            Messages: status.messages,
            "Last said": timeShown(status.lastEventAt),
          }),
          conditions: status.conditions,
        },
      ],
      messages: attempt === undefined ? [] : await messagesOf(objects, attempt),
    },
  };
}

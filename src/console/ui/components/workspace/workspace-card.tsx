import type { z } from "zod";
import type { agentWorkspace } from "../../../../agents/kinds/record/agent-workspace.ts";
import type { ActionOffer } from "../../../page/page.ts";
import { ActionBar } from "../action/action-link.tsx";
import { FactsList } from "../data/facts-list.tsx";
import { counted } from "../data/figure-words.ts";
import { Panel } from "../data/panel.tsx";
import type { ShownObject } from "../data/shown-object.ts";
import type { IconName } from "../icon/icon-shapes.ts";
import { Chip, CommitChip, RefChips, TrustChip } from "../status/chip.tsx";
import { Conditions } from "../status/conditions.tsx";
import { StatusWord, spacedWords } from "../status/status-word.tsx";
import { HiddenCharacters } from "../text/hidden-characters.tsx";
import { safeWebAddress } from "../text/markdown-spans.ts";
import { Time } from "../time/time.tsx";
import { GitFacts } from "./git-facts.tsx";

export type ShownWorkspace = ShownObject<typeof agentWorkspace>;
type RuntimeSurface = NonNullable<z.output<typeof agentWorkspace.status>["runtime"]>[number];

export interface WorkspaceCardProps {
  readonly workspace: ShownWorkspace;
  readonly href?: string | undefined;
  readonly offers?: readonly ActionOffer[] | undefined;
  readonly now: string;
}

/** A workspace: whose it is, its git state, what runs in it, what can be done with it. */
export function WorkspaceCard({ workspace, href, offers = [], now }: WorkspaceCardProps) {
  const { metadata, spec, status } = workspace;
  return (
    <Panel
      id={`workspace-${metadata.name}`}
      title={metadata.name}
      icon="folder-git-2"
      level={3}
      aside={
        <span class="row">
          {spec.pinned && <Chip icon="pin">pinned</Chip>}
          <TrustChip tier={spec.trustTier} />
          <StatusWord phase={status.phase ?? "Provisioning"} kind="AgentWorkspace" boxed />
        </span>
      }
    >
      <FactsList
        facts={[
          ["Repository", href === undefined ? spec.repository : <a href={href}>{spec.repository}</a>],
          ["Made for", <OwnerWords workspace={workspace} />],
          ["Made from", spec.refs && <RefChips refs={spec.refs} />],
          ["Place", spec.workspacePath ? <code>{spec.workspacePath}</code> : spec.externalId],
          ["Machine", spec.host],
          ["Last used", status.lastUsedAt && <Time at={status.lastUsedAt} now={now} />],
          ["May be removed", status.cleanupAfter && <Time at={status.cleanupAfter} now={now} />],
          ["Runs", status.runs?.length ? status.runs.join(", ") : undefined],
          ["Sessions", status.sessions?.length ? status.sessions.join(", ") : undefined],
          ["Notes", spec.notes && <HiddenCharacters text={spec.notes} most={2000} />],
        ]}
      />
      {status.git && <GitFacts git={status.git} now={now} />}
      {status.runtime && status.runtime.length > 0 && <RuntimeLinks surfaces={status.runtime} />}
      {status.conditions && status.conditions.length > 0 && (
        <Conditions conditions={status.conditions} now={now} />
      )}
      {offers.length > 0 && <ActionBar label={`Actions on ${metadata.name}`} offers={offers} />}
    </Panel>
  );
}

function OwnerWords({ workspace: { spec } }: { readonly workspace: ShownWorkspace }) {
  const { ownership, ownerRef, owner } = spec;
  return (
    <>
      <Chip>{spacedWords(ownership)}</Chip>
      {ownerRef && <span>{`${spacedWords(ownerRef.kind)} ${ownerRef.id}`}</span>}
      {owner && <span class="muted">by {owner.name}</span>}
    </>
  );
}

const surfaceIcons: Readonly<Record<RuntimeSurface["kind"], IconName>> = {
  preview: "globe",
  dev_server: "server",
  terminal: "terminal",
  logs: "scroll-text",
  health: "heart-pulse",
  port: "plug",
  mcp: "plug",
};

/** What runs in a workspace, each with a link where it has an address, and whether it answers. */
export function RuntimeLinks({ surfaces }: { readonly surfaces: readonly RuntimeSurface[] }) {
  return (
    <ul class="row" aria-label="What runs in it">
      {surfaces.map(({ kind, name, url, health, command, exitCode }) => {
        const address = url === undefined ? undefined : safeWebAddress(url)?.href;
        const ended = exitCode === undefined ? "" : `, exit code ${exitCode}`;
        return (
          <li key={`${kind} ${name}`} class="row">
            <Chip icon={surfaceIcons[kind]} href={address} title={command}>
              <HiddenCharacters text={name} most={100} />
            </Chip>
            <StatusWord phase={health} word={`${health}${ended}`} />
          </li>
        );
      })}
    </ul>
  );
}

/** The commit and the branch of a workspace, for a line of a list. */
export function GitLine({ workspace: { status } }: { readonly workspace: ShownWorkspace }) {
  const { branch, head, dirty, uncommitted = 0 } = status.git ?? {};
  return (
    <span class="row">
      {branch !== undefined && (
        <Chip icon="git-branch">
          <HiddenCharacters text={branch} most={100} />
        </Chip>
      )}
      {head !== undefined && <CommitChip commit={head} />}
      {dirty && <Chip tone="warn">{counted(uncommitted, "changed file")}</Chip>}
    </span>
  );
}

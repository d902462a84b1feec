import type { ComponentChildren } from "preact";
import type { z } from "zod";
import type { trustTier } from "../../../../agents/kinds/fields.ts";
import type { SourceRefs } from "../../../../agents/kinds/git-state.ts";
import { Icon } from "../icon/icon.tsx";
import type { IconName } from "../icon/icon-shapes.ts";
import { HiddenCharacters } from "../text/hidden-characters.tsx";
import { classes, type Tone } from "./tone.ts";

export interface ChipProps {
  readonly icon?: IconName | undefined;
  readonly tone?: Tone | undefined;
  /** What kind of thing it is, before it. */
  readonly kind?: string | undefined;
  readonly href?: string | undefined;
  readonly title?: string | undefined;
  readonly children: ComponentChildren;
}

/** A short fact that stands with others in a row. */
export function Chip({ icon, tone, kind, href, title, children }: ChipProps) {
  const content = (
    <>
      {icon && <Icon name={icon} />}
      {kind && <span class="chip-kind">{kind}</span>}
      <span class="any-text">{children}</span>
    </>
  );
  const name = classes("chip", tone && `tone-${tone}`);
  return href === undefined ? (
    <span class={name} title={title}>
      {content}
    </span>
  ) : (
    <a class={name} href={href} title={title}>
      {content}
    </a>
  );
}

/** A context label, by name. */
export function LabelChip({ name, href }: { readonly name: string; readonly href?: string | undefined }) {
  return (
    <Chip icon="tag" href={href} title="Context label">
      <span class="visually-hidden">Context label </span>
      <HiddenCharacters text={name} />
    </Chip>
  );
}

const tiers = {
  trusted: { tone: "ok", icon: "shield-check", means: "Work of the team on the team's own content" },
  restricted: { tone: "warn", icon: "shield", means: "Work that strangers had a part in: less is allowed" },
  untrusted: { tone: "bad", icon: "shield-alert", means: "Work of strangers: no secrets, no writes" },
} as const satisfies Record<z.output<typeof trustTier>, { tone: Tone; icon: IconName; means: string }>;

/** The tier of trust of some work. */
export function TrustChip({ tier }: { readonly tier: z.output<typeof trustTier> }) {
  const { tone, icon, means } = tiers[tier];
  return (
    <Chip tone={tone} icon={icon} title={means}>
      {tier}
    </Chip>
  );
}

/** What a run or a workspace is about on the forge: refs, numbers, commits. */
export function RefChips({ refs }: { readonly refs: SourceRefs }) {
  const { ref, base, head, pullRequest, issue, path, workflowRun, job } = refs;
  return (
    <>
      {issue !== undefined && <Chip icon="circle-dot">#{issue}</Chip>}
      {pullRequest !== undefined && <Chip icon="git-pull-request">#{pullRequest}</Chip>}
      {ref !== undefined && (
        <Chip icon="git-branch" title={ref}>
          <HiddenCharacters text={ref.replace(/^refs\/(heads|tags)\//, "")} />
        </Chip>
      )}
      {path !== undefined && (
        <Chip icon="file">
          <HiddenCharacters text={path} />
        </Chip>
      )}
      {head !== undefined && <CommitChip commit={head} />}
      {head === undefined && base !== undefined && <CommitChip commit={base} />}
      {workflowRun !== undefined && (
        <Chip icon="play" kind="CI run">
          <HiddenCharacters text={workflowRun} />
        </Chip>
      )}
      {job !== undefined && (
        <Chip kind="job">
          <HiddenCharacters text={job} />
        </Chip>
      )}
    </>
  );
}

/** A commit by its first characters; the rest is in its title. */
export function CommitChip({
  commit,
  href,
}: {
  readonly commit: string;
  readonly href?: string | undefined;
}) {
  return (
    <Chip icon="git-commit-horizontal" title={commit} href={href}>
      <code>{commit.slice(0, 10)}</code>
    </Chip>
  );
}

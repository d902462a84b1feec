import type { ComponentChildren } from "preact";
import type { ActionOffer } from "../../../page/page.ts";
import { ActionBar } from "../action/action-link.tsx";
import { Icon } from "../icon/icon.tsx";
import type { IconName } from "../icon/icon-shapes.ts";
import { classes, type Tone } from "../status/tone.ts";

export interface NoticeProps {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly title: string;
  readonly happened: ComponentChildren;
  readonly stillTrue?: ComponentChildren;
  readonly canBeDone?: ComponentChildren;
  readonly offers?: readonly ActionOffer[] | undefined;
  /** Whether it stands where the content of a page would. */
  readonly blank?: boolean | undefined;
  /** Whether it came while somebody was looking: it is then said, politely. */
  readonly live?: boolean | undefined;
}

/** Something that a person should know: what happened, what is still true, what can be done. */
export function Notice(props: NoticeProps) {
  const { tone, icon, title, happened, stillTrue, canBeDone, offers = [], blank, live } = props;
  return (
    <div class={classes("notice", `tone-${tone}`, blank && "blank")} role={live ? "status" : undefined}>
      <Icon name={icon} />
      <div class="words">
        <p class="strong">{title}</p>
        <dl>
          <NoticeLine name="What happened" words={happened} />
          <NoticeLine name="Still true" words={stillTrue} />
          <NoticeLine name="What to do" words={canBeDone} />
        </dl>
        {offers.length > 0 && <ActionBar label="What can be done" offers={offers} />}
      </div>
    </div>
  );
}

function NoticeLine({ name, words }: { readonly name: string; readonly words: ComponentChildren }) {
  if (words === undefined || words === null) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd class="any-text">{words}</dd>
    </div>
  );
}

import type { ActionOffer } from "../../../page/page.ts";
import { type NamedState, namedStates } from "./named-states.ts";
import { Notice } from "./notice.tsx";

export interface StateNoticeProps {
  readonly state: NamedState;
  /** What happened in this case, in place of what it usually is. */
  readonly happened?: string | undefined;
  readonly stillTrue?: string | undefined;
  readonly canBeDone?: string | undefined;
  readonly offers?: readonly ActionOffer[] | undefined;
}

/** One of the twelve named states of the console. */
export function StateNotice({ state, offers, ...words }: StateNoticeProps) {
  const usual = namedStates[state];
  return (
    <Notice
      {...usual}
      happened={words.happened ?? usual.happened}
      stillTrue={words.stillTrue ?? usual.stillTrue}
      canBeDone={words.canBeDone ?? usual.canBeDone}
      offers={offers}
      live
    />
  );
}

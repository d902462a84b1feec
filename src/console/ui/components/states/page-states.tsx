import type { ComponentChildren } from "preact";
import type { ActionOffer } from "../../../page/page.ts";
import { shownText } from "../../../page/shown-text.ts";
import { Icon } from "../icon/icon.tsx";
import type { IconName } from "../icon/icon-shapes.ts";
import { asSentence } from "../text/as-sentence.ts";
import { HiddenCharacters } from "../text/hidden-characters.tsx";
import { Notice } from "./notice.tsx";

export interface EmptyStateProps {
  readonly title: string;
  /** Why there is nothing, and what would be here. */
  readonly children: ComponentChildren;
  readonly icon?: IconName | undefined;
  readonly offers?: readonly ActionOffer[] | undefined;
}

/** A list without entries. */
export function EmptyState({ title, children, icon = "inbox", offers = [] }: EmptyStateProps) {
  return (
    <div class="notice blank tone-idle">
      <Icon name={icon} />
      <div class="words">
        <p class="strong">{title}</p>
        <p class="muted">{children}</p>
        {offers.map(({ id, word, href }) =>
          href === undefined ? null : (
            <a key={id} class="action first" href={href}>
              {word}
            </a>
          ),
        )}
      </div>
    </div>
  );
}

/** What is not here yet. */
export function LoadingState({ what }: { readonly what: string }) {
  return (
    <div class="bones" role="status">
      <p class="muted">
        <Icon name="loader" /> Loading {what} …
      </p>
      <span />
      <span />
      <span />
    </div>
  );
}

export interface ForbiddenStateProps {
  /** What was asked for, such as `get agentdispatchruns/run-0f3a`. */
  readonly asked: string;
  readonly reasons?: readonly string[] | undefined;
  readonly remedy?: string | undefined;
  readonly offers?: readonly ActionOffer[] | undefined;
}

/** What the viewer may not see. */
export function ForbiddenState({ asked, reasons = [], remedy, offers }: ForbiddenStateProps) {
  return (
    <Notice
      tone="bad"
      icon="lock"
      title="You may not see this"
      happened={`Nothing gives you ${asked}.${reasons.map((reason) => ` ${asSentence(reason)}`).join("")}`}
      stillTrue="Nothing was changed. Whether there is such an object is not said."
      canBeDone={remedy ?? "Ask somebody who manages roles of this organisation for a role that gives it."}
      offers={offers}
    />
  );
}

export interface NotFoundStateProps {
  readonly what: string;
  readonly offers?: readonly ActionOffer[] | undefined;
}

/** What is not there. */
export function NotFoundState({ what, offers }: NotFoundStateProps) {
  return (
    <Notice
      tone="idle"
      icon="circle-slash"
      title="Not found"
      happened={`There is no ${what} here, or no longer.`}
      stillTrue="Records are kept as long as the retention policy says; the audit log has what was done."
      canBeDone="Check the address, search for it, or go back to its list."
      offers={offers}
    />
  );
}

export interface FailureStateProps {
  /** A stable code, such as `DATABASE_UNREACHABLE`. */
  readonly code: string;
  readonly message: string;
  /** What of what was sent it is about. */
  readonly reasons?: readonly { readonly field: string; readonly message: string }[] | undefined;
  readonly remedy?: string | undefined;
  readonly stillTrue?: string | undefined;
  readonly offers?: readonly ActionOffer[] | undefined;
}

/** What went wrong. */
export function FailureState({ code, message, reasons = [], remedy, stillTrue, offers }: FailureStateProps) {
  return (
    <Notice
      tone="bad"
      icon="circle-x"
      title={code}
      happened={
        <>
          <p>
            <HiddenCharacters text={message} />
          </p>
          {reasons.length > 0 && (
            <ul>
              {reasons.map(({ field, message: why }) => (
                <li key={`${field} ${why}`}>
                  {field !== "" && <code>{shownText(field)}</code>} <HiddenCharacters text={why} />
                </li>
              ))}
            </ul>
          )}
        </>
      }
      stillTrue={stillTrue ?? "Nothing was changed by this page."}
      canBeDone={remedy ?? "Load the page again; where that does not help, look at the log of the server."}
      offers={offers}
    />
  );
}

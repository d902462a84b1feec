import type { ComponentChildren } from "preact";
import type { StateName } from "../../../page/shown.ts";
import { Icon } from "../icon/icon.tsx";
import { ToneWord, type ToneWordProps } from "../status/status-word.tsx";

export interface MenuLink {
  readonly word: string;
  readonly href: string;
}

/** A status of the whole installation, such as the stream or the queue. */
export interface StatusPill extends ToneWordProps {
  readonly href?: string | undefined;
  /** Whether a change of it is told to who does not see it, at the next pause (WAI-ARIA 1.2, `status`). */
  readonly isTold?: boolean | undefined;
  /** The named state that it stands for. */
  readonly state?: StateName | undefined;
}

export interface TopBarProps {
  readonly home: string;
  /** The organisation that is looked at; none where there is no choice to be made yet. */
  readonly organization?: string | undefined;
  readonly organizations: readonly MenuLink[];
  /** Where a search is sent, with `q`. */
  readonly searchAction?: string | undefined;
  readonly query?: string | undefined;
  readonly pills?: readonly StatusPill[] | undefined;
  readonly viewer?:
    | {
        readonly name: string;
        readonly links: readonly MenuLink[];
        /** What proves of the form that signs out that a page of ours made it. */
        readonly csrf?: string | undefined;
      }
    | undefined;
}

/** What every page begins with: whose pages these are, search, how the installation is, who is looking. */
export function TopBar(props: TopBarProps) {
  const { home, organization, organizations, searchAction, query, pills = [], viewer } = props;
  return (
    <header class="top-bar">
      <a class="brand" href={home}>
        <Icon name="layers" />
        Identikit
      </a>
      {organization !== undefined && (
        <LinkMenu label="Organisation" word={organization} links={organizations} />
      )}
      {searchAction !== undefined && (
        <form action={searchAction} method="get">
          <input type="search" name="q" value={query} placeholder="Search" aria-label="Search" />
        </form>
      )}
      <div class="pills">
        {pills.map((pill) => (
          <PillWord key={pill.isTold ? "told" : pill.word} {...pill} />
        ))}
        {viewer && (
          <LinkMenu label="Account" word={viewer.name} links={viewer.links} atEnd>
            {viewer.csrf !== undefined && <SignOut csrf={viewer.csrf} />}
          </LinkMenu>
        )}
      </div>
    </header>
  );
}

function PillWord({ href, isTold, state, ...word }: StatusPill) {
  const shown = <ToneWord {...word} boxed />;
  if (isTold)
    return (
      <span role="status" data-state={state}>
        {shown}
      </span>
    );
  return href === undefined ? shown : <a href={href}>{shown}</a>;
}

function SignOut({ csrf }: { readonly csrf: string }) {
  return (
    <li>
      <form method="post" action="/logout">
        <input type="hidden" name="csrf" value={csrf} />
        <button type="submit">Sign out</button>
      </form>
    </li>
  );
}

export interface LinkMenuProps {
  readonly label: string;
  readonly word: string;
  readonly links: readonly MenuLink[];
  readonly atEnd?: boolean | undefined;
  /** What stands below the links. */
  readonly children?: ComponentChildren;
}

/** Links behind a word; it opens without script. */
export function LinkMenu({ label, word, links, atEnd = false, children }: LinkMenuProps) {
  return (
    <details class="menu">
      <summary>
        <span class="visually-hidden">{label}: </span>
        {word}
        <Icon name="chevron-down" />
      </summary>
      <ul class={atEnd ? "end" : undefined}>
        {links.map((link) => (
          <li key={link.href}>
            <a href={link.href} aria-current={link.word === word ? "true" : undefined}>
              {link.word}
              {link.word === word && <Icon name="check" />}
            </a>
          </li>
        ))}
        {children}
      </ul>
    </details>
  );
}

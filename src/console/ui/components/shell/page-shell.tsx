import type { ComponentChildren } from "preact";
import type { Crumb } from "../../../page/page.ts";
import { classes } from "../status/tone.ts";
import { Breadcrumbs } from "./breadcrumbs.tsx";
import { SideNavigation, type SideNavigationProps } from "./side-navigation.tsx";
import { TopBar, type TopBarProps } from "./top-bar.tsx";

export interface PageShellProps {
  readonly top: TopBarProps;
  readonly side?: SideNavigationProps | undefined;
  readonly crumbs?: readonly Crumb[] | undefined;
  /** Whether the content may be out of date: it is dimmed. */
  readonly stale?: boolean | undefined;
  readonly children: ComponentChildren;
}

/** What is the same on every page: a link past it all, the bar, the navigation, the breadcrumbs. */
export function PageShell({ top, side, crumbs = [], stale, children }: PageShellProps) {
  return (
    <div class="shell">
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <TopBar {...top} />
      {side && <SideNavigation {...side} />}
      <main class={classes("main", stale && "stale")} id="main" tabIndex={-1}>
        {crumbs.length > 0 && <Breadcrumbs crumbs={crumbs} />}
        {children}
      </main>
    </div>
  );
}

import type { ComponentChildren } from "preact";
import type { Crumb } from "../../../page/page.ts";
import { Breadcrumbs } from "./breadcrumbs.tsx";
import { SideNavigation, type SideNavigationProps } from "./side-navigation.tsx";
import { TopBar, type TopBarProps } from "./top-bar.tsx";

export interface PageShellProps {
  readonly top: TopBarProps;
  readonly side?: SideNavigationProps | undefined;
  readonly crumbs?: readonly Crumb[] | undefined;
  readonly children: ComponentChildren;
}

/** What is the same on every page: a link past it all, the bar, the navigation, the breadcrumbs. */
export function PageShell({ top, side, crumbs = [], children }: PageShellProps) {
  return (
    <div class="shell">
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <TopBar {...top} />
      {side && <SideNavigation {...side} />}
      <main class="main" id="main" tabIndex={-1}>
        {crumbs.length > 0 && <Breadcrumbs crumbs={crumbs} />}
        {children}
      </main>
    </div>
  );
}

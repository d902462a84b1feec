import { countWords } from "../data/figure-words.ts";
import { Icon } from "../icon/icon.tsx";
import type { IconName } from "../icon/icon-shapes.ts";

export interface SideLink {
  readonly word: string;
  readonly href: string;
  readonly icon: IconName;
  /** How many things wait there. */
  readonly count?: number | undefined;
}

export interface SideGroup {
  readonly title?: string | undefined;
  readonly links: readonly SideLink[];
}

export interface SideNavigationProps {
  readonly groups: readonly SideGroup[];
  /** The address of the page, or of the list that it belongs to. */
  readonly current: string;
}

/** The pages of an organisation. */
export function SideNavigation({ groups, current }: SideNavigationProps) {
  return (
    <nav class="side" aria-label="Pages">
      <div>
        {groups.map(({ title, links }) => (
          <div key={title}>
            {title && <h2>{title}</h2>}
            <ul>
              {links.map(({ word, href, icon, count = 0 }) => (
                <li key={href}>
                  <a href={href} aria-current={href === current ? "page" : undefined}>
                    <Icon name={icon} />
                    {word}
                    {count > 0 && <span class="count">{countWords(count)}</span>}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </nav>
  );
}

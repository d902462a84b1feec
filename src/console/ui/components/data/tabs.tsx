import { countWords } from "./figure-words.ts";

export interface TabLink {
  readonly word: string;
  readonly href: string;
  readonly count?: number | undefined;
}

export interface TabsProps {
  /** What they are parts of, for those who do not see it. */
  readonly label: string;
  readonly tabs: readonly TabLink[];
  /** The address of the one that is open. */
  readonly current: string;
}

/** Parts of a page that have addresses of their own. */
export function Tabs({ label, tabs, current }: TabsProps) {
  return (
    <nav class="tabs" aria-label={label}>
      <ul>
        {tabs.map(({ word, href, count }) => (
          <li key={href}>
            <a href={href} aria-current={href === current ? "page" : undefined}>
              {word}
              {count !== undefined && <span class="count">{countWords(count)}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

import type { Crumb } from "../../../page/page.ts";
import { Icon } from "../icon/icon.tsx";
import { HiddenCharacters } from "../text/hidden-characters.tsx";

/** Where a page is: organisation, repository, source object, rule, run … */
export function Breadcrumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  return (
    <nav class="breadcrumbs" aria-label="Breadcrumbs">
      <ol>
        {crumbs.map(({ word, href }, at) => (
          <li key={`${at} ${word}`}>
            {at > 0 && <Icon name="chevron-right" />}
            {href === undefined ? (
              <span class="any-text" aria-current={at === crumbs.length - 1 ? "page" : undefined}>
                <HiddenCharacters text={word} most={200} />
              </span>
            ) : (
              <a class="any-text" href={href}>
                <HiddenCharacters text={word} most={200} />
              </a>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

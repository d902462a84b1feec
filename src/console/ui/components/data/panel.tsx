import type { ComponentChildren } from "preact";
import { Icon } from "../icon/icon.tsx";
import type { IconName } from "../icon/icon-shapes.ts";
import { classes } from "../status/tone.ts";

export interface PanelProps {
  readonly title: string;
  /** Of the page, so that links lead to it. */
  readonly id: string;
  readonly icon?: IconName | undefined;
  /** How many of it there are. */
  readonly count?: number | string | undefined;
  /** What stands at the end of its head. */
  readonly aside?: ComponentChildren;
  /** Whether its content reaches the edges, as tables and timelines do. */
  readonly flush?: boolean | undefined;
  /** Whether what it shows may be out of date. */
  readonly stale?: boolean | undefined;
  readonly level?: 2 | 3 | undefined;
  readonly children: ComponentChildren;
}

/** A part of a page with a heading. */
export function Panel({ title, id, icon, count, aside, flush, stale, level = 2, children }: PanelProps) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section class={classes("panel", stale && "stale")} id={id} aria-labelledby={`${id}-title`}>
      <header>
        <Heading id={`${id}-title`}>
          {icon && <Icon name={icon} />}
          {title}
          {count !== undefined && <span class="count">{count}</span>}
        </Heading>
        {aside}
      </header>
      <div class={classes("body", flush && "flush")}>{children}</div>
    </section>
  );
}

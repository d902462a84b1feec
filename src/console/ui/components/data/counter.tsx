import { Icon } from "../icon/icon.tsx";
import type { IconName } from "../icon/icon-shapes.ts";
import { classes, type Tone } from "../status/tone.ts";
import { countWords } from "./figure-words.ts";

export interface CounterProps {
  readonly label: string;
  /** A number, or a figure as it is read. */
  readonly value: number | string;
  readonly icon: IconName;
  readonly tone?: Tone | undefined;
  /** Where what is counted is listed. */
  readonly href?: string | undefined;
}

/** One figure of an overview. */
export function Counter({ label, value, icon, tone, href }: CounterProps) {
  const content = (
    <>
      <span class="value">{typeof value === "number" ? countWords(value) : value}</span>
      <span class="label">
        <Icon name={icon} />
        {label}
      </span>
    </>
  );
  const name = classes("counter", tone && `tone-${tone}`);
  return href === undefined ? (
    <div class={name}>{content}</div>
  ) : (
    <a class={name} href={href}>
      {content}
    </a>
  );
}

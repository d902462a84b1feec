import { Icon } from "../icon/icon.tsx";
import type { IconName } from "../icon/icon-shapes.ts";
import { statusMark } from "./status-marks.ts";
import { classes, type Tone } from "./tone.ts";

export interface StatusWordProps {
  /** The phase of an object, or another word such as `clean`. */
  readonly phase: string;
  /** The kind of object, which decides what the phase means. */
  readonly kind?: string | undefined;
  /** What is shown in place of the phase. */
  readonly word?: string | undefined;
  /** What it means, where that is known: shown when one points at it. */
  readonly title?: string | undefined;
  readonly boxed?: boolean | undefined;
}

/** A status by sign *and* word. */
export function StatusWord({ phase, kind, word, title, boxed }: StatusWordProps) {
  const { tone, icon } = statusMark(phase, kind);
  return <ToneWord tone={tone} icon={icon} word={word ?? spacedWords(phase)} title={title} boxed={boxed} />;
}

export interface ToneWordProps {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly word: string;
  readonly title?: string | undefined;
  readonly boxed?: boolean | undefined;
}

/** A word with a tone and a sign of its own. */
export function ToneWord({ tone, icon, word, title, boxed }: ToneWordProps) {
  return (
    <span class={classes("status", `tone-${tone}`, boxed && "boxed")} title={title}>
      <Icon name={icon} class={icon === "loader" ? "turning" : ""} />
      {word}
    </span>
  );
}

/** `WaitingForApproval` as people write it. */
export function spacedWords(name: string): string {
  const spaced = name.replace(/[_-]/g, " ").replace(/(?<=[a-z])(?=[A-Z])/g, " ");
  return (
    spaced.charAt(0).toUpperCase() + spaced.slice(1).replace(/ [A-Z](?=[a-z])/g, (at) => at.toLowerCase())
  );
}

import type { Condition } from "../../../../agents/kinds/condition.ts";
import { Icon } from "../icon/icon.tsx";
import { HiddenCharacters } from "../text/hidden-characters.tsx";
import { Time } from "../time/time.tsx";
import { spacedWords, ToneWord } from "./status-word.tsx";
import type { Tone } from "./tone.ts";

export interface ConditionsProps {
  readonly conditions: readonly Condition[];
  /** What each type means where it holds, as its kind says. */
  readonly meanings?: Readonly<Record<string, string>> | undefined;
  /** The types of which `True` is the bad news, such as RebaseConflicts. */
  readonly badWhenTrue?: readonly string[] | undefined;
  readonly now: string;
}

/** Conditions of kinds that name a problem rather than a quality. */
export const problemConditions: readonly string[] = [
  "ApprovalBlocked",
  "WriteBackBlocked",
  "Stale",
  "RebaseNeeded",
  "RebaseConflicts",
  "Dirty",
  "Degraded",
];

/** What is known of an object, and what to do where something does not hold. */
export function Conditions({
  conditions,
  meanings = {},
  badWhenTrue = problemConditions,
  now,
}: ConditionsProps) {
  return (
    <ul class="conditions">
      {conditions.map((one) => (
        <li key={one.type}>
          <div>
            <ToneWord {...lookOf(one, badWhenTrue.includes(one.type))} title={meanings[one.type]} />
            <div class="small muted">
              {one.reason} · <Time at={one.lastTransitionTime} now={now} />
            </div>
          </div>
          <div>
            <p class="any-text">
              <HiddenCharacters text={one.message} />
            </p>
            {one.remedy !== undefined && (
              <p class="remedy">
                <Icon name="arrow-right" />
                <span class="any-text">
                  <HiddenCharacters text={one.remedy} />
                </span>
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function lookOf({ type, status, severity }: Condition, isBadWhenTrue: boolean) {
  const holds = status === "Unknown" ? undefined : (status === "True") !== isBadWhenTrue;
  const word = `${spacedWords(type)}: ${{ True: "yes", False: "no", Unknown: "unknown" }[status]}`;
  if (holds === undefined) return { tone: "idle", icon: "circle-dot", word } as const;
  if (holds) return { tone: "ok", icon: "circle-check", word } as const;
  const tone: Tone = severity === "info" ? "idle" : severity === "warning" ? "warn" : "bad";
  const icon = severity === "info" ? "info" : severity === "warning" ? "triangle-alert" : "circle-x";
  return { tone, icon, word } as const;
}

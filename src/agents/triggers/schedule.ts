import { Cron } from "croner";
import { IdentikitError } from "../../fault/error.ts";
import { messageOf } from "../../fault/thrown.ts";
import { shortened, visible } from "../../fault/visible.ts";
import type { EventFacts } from "./event-facts.ts";
import type { TriggerRuleSpec } from "./match-rule.ts";

/**
 * Five fields as in POSIX crontab, with steps and the names of months and days. What only some programs know is not read: L, W, #, ?,
 * nicknames such as `@daily`, seconds.
 */
const atom = String.raw`(?:\*|(?:\d{1,2}|[a-z]{3})(?:-(?:\d{1,2}|[a-z]{3}))?)(?:/\d{1,2})?`;
const fields = new RegExp(`^${atom}(?:,${atom})*(?: ${atom}(?:,${atom})*){4}$`, "i");

/** When something is due, in UTC. */
export class Schedule {
  readonly #cron: Cron;

  private constructor(cron: Cron) {
    this.#cron = cron;
  }

  /** @throws {IdentikitError} `SCHEDULE_INVALID` */
  static parse(text: string): Schedule {
    if (!fields.test(text))
      throw invalid(text, "has something else than numbers, names, *, -, / and commas in five fields");
    // `5/15` is from 5 on for some programs and an error for others.
    if (text.split(/[ ,]/).some((part) => /^[^*-]+\//.test(part)))
      throw invalid(text, "has a step behind a single value");
    const [, , day = "*", , weekday = "*"] = text.split(" ");
    // cron(8) takes both days where one begins with a star; other programs take either.
    if (day !== "*" && weekday !== "*" && (day.startsWith("*") || weekday.startsWith("*")))
      throw invalid(
        text,
        "has a step over all days beside other days, which cron programs read in different ways",
      );
    try {
      const schedule = new Schedule(new Cron(text, { mode: "5-part", timezone: "UTC", paused: true }));
      if (schedule.next(new Date(0)) === undefined) throw invalid(text, "names a day that no year has");
      return schedule;
    } catch (cause) {
      throw cause instanceof IdentikitError ? cause : invalid(text, messageOf(cause));
    }
  }

  /** The first time after a moment; `undefined` where there is none. */
  next(after: Date): Date | undefined {
    return this.#cron.nextRun(after) ?? undefined;
  }

  /** The last time after `since` and not after `until`; `undefined` where there is none. */
  last(since: Date, until: Date): Date | undefined {
    // The one before a moment is asked for: the moment itself counts too.
    const [last] = this.#cron.previousRuns(1, new Date(until.getTime() + 1));
    return last && last > since && last <= until ? last : undefined;
  }
}

/** A rule with a schedule, and when it was looked at last. */
export interface ScheduledRule {
  readonly name: string;
  readonly spec: TriggerRuleSpec;
  /** When its last event was, or when the rule was made. */
  readonly since: Date;
}

/** An event of a schedule: the same one has the same ID, whoever finds it due. */
export interface DueSchedule {
  readonly rule: string;
  readonly at: Date;
  readonly deliveryId: string;
  readonly facts: EventFacts;
}

/**
 * What is due now: for each rule and repository the last time that has passed since it was looked at. However many times were missed
 * while nothing ran, it is one event.
 * @throws {IdentikitError} `SCHEDULE_INVALID`
 */
export function dueSchedules(rules: readonly ScheduledRule[], now: Date): DueSchedule[] {
  return rules.flatMap(({ name, spec, since }) => {
    if (spec.schedule === undefined || !spec.sources.includes("schedule")) return [];
    const at = Schedule.parse(spec.schedule).last(since, now);
    if (!at) return [];
    // A pattern names no repository that an event could be of; CI's own schedule serves those.
    const repositories = (spec.match?.repositories ?? []).filter((one) => !one.includes("*"));
    return repositories.map((repository) => due(name, at, spec.schedule, repository));
  });
}

function due(rule: string, at: Date, schedule: string | undefined, repository: string): DueSchedule {
  const facts: EventFacts = {
    event: "schedule",
    type: "schedule",
    repository,
    refs: {},
    labels: [],
    scheduledRule: rule,
    isEdited: false,
    isDraft: false,
    claimsFork: false,
    claimsBot: false,
    isDeleted: false,
    ...(schedule === undefined ? {} : { schedule }),
  };
  return { rule, at, deliveryId: `schedule:${rule}:${repository}:${at.toISOString()}`, facts };
}

function invalid(text: string, problem: string): IdentikitError {
  return new IdentikitError(
    "SCHEDULE_INVALID",
    `the schedule "${visible(shortened(text, 100))}" ${problem}`,
    {
      remedy:
        "Write minute, hour, day of the month, month and day of the week, such as 30 6 * * 1-5. Times are in UTC.",
    },
  );
}

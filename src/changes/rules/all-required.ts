import type { Finding } from "../../fault/finding.ts";
import type { ChangesSettings } from "../../project/changes-schema.ts";
import type { CheckResult } from "../facts.ts";
import { about } from "../finding.ts";
import { withFact } from "../known.ts";
import type { Rule } from "../rule.ts";

type Settings = NonNullable<ChangesSettings["allRequired"]>;

interface Wanted {
  readonly name: string;
  readonly from: readonly string[];
  readonly skipped: "pass" | "fail";
}

/** Everything that has to be green on the head commit is; nothing waits: events judge again when a check has come to its end. */
export const allRequired: Rule = {
  name: "all-required",
  needs: ["checks"],
  inForce: ({ allRequired: asked }) => asked?.enabled ?? false,
  judge: ({ checks }, { allRequired: asked }) =>
    withFact(checks, (results) =>
      asked === undefined ? [] : asked.checks.flatMap((check) => judgeCheck(wantedOf(check, asked), results)),
    ),
};

function wantedOf(check: Settings["checks"][number], { from, skipped }: Settings): Wanted {
  return { name: check.name, from: check.from ?? from, skipped: check.skipped ?? skipped };
}

function judgeCheck(wanted: Wanted, results: readonly CheckResult[]): Finding[] {
  const named = results.filter(({ name }) => name === wanted.name);
  const trusted = named.filter(({ by }) =>
    wanted.from.some((from) => from.toLowerCase() === by.toLowerCase()),
  );
  const strange = imitations(
    wanted,
    named.filter((one) => !trusted.includes(one)),
  );
  const newest = newestOfEach(trusted);
  const [state, shown] = stateOf(newest, wanted);
  if (state === "green") return strange;
  if (state === "pending") return [...strange, pending(wanted, shown)];
  const problem = `the check ${JSON.stringify(wanted.name)} is ${shown} on the head commit`;
  const remedy = "Fix what the check found, or run it again; this status follows.";
  return [...strange, about(wanted.name, { code: "CHECK_NOT_GREEN", problem, remedy })];
}

/** A status replaces older ones of its name; of check runs the host gives the newest of each suite, and all of them count. */
function newestOfEach(results: readonly CheckResult[]): readonly CheckResult[] {
  const statuses = results.filter(({ suite }) => suite === undefined);
  const newest = statuses.toSorted((a, b) => b.id - a.id).slice(0, 1);
  return [...newest, ...results.filter(({ suite }) => suite !== undefined)];
}

function stateOf(newest: readonly CheckResult[], { skipped }: Wanted): ["green" | "pending" | "red", string] {
  if (newest.length === 0) return ["pending", "not reported yet"];
  const has = (state: CheckResult["state"]) => newest.some((one) => one.state === state);
  if (has("failure")) return ["red", "not green"];
  if (has("pending")) return ["pending", "still running"];
  if (has("skipped") && skipped === "fail") return ["red", "skipped, which counts as a failure"];
  return ["green", "green"];
}

function pending({ name }: Wanted, shown: string): Finding {
  return about(name, {
    code: "CHECK_PENDING",
    severity: "unverified",
    problem: `the check ${JSON.stringify(name)} is ${shown} on the head commit`,
    remedy: "Wait until it has come to its end: the event that tells so judges again.",
  });
}

function imitations({ name, from }: Wanted, strangers: readonly CheckResult[]): Finding[] {
  return [...new Set(strangers.map(({ by }) => by))].map((by) =>
    about(name, {
      code: "CHECK_IMITATED",
      severity: "warning",
      problem: `${JSON.stringify(by)} set a check with this name, which does not count`,
      expected: from.join(", "),
      actual: by,
      remedy: "Find out who set it and why; if it is rightful, name the account in changes.allRequired.",
    }),
  );
}

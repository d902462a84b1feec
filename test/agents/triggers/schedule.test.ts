import { expect, test } from "vitest";
import { dueSchedules, Schedule } from "../../../src/agents/triggers/schedule.ts";
import { rule } from "./rules.ts";

const at = (text: string) => new Date(text);

test.each([
  ["30 6 * * 1-5", "2026-11-20T07:00:00Z", "2026-11-23T06:30:00.000Z"],
  ["*/20 * * * *", "2026-11-20T07:01:00Z", "2026-11-20T07:20:00.000Z"],
  ["0 0 13 * fri", "2026-11-01T00:00:00Z", "2026-11-06T00:00:00.000Z"],
  ["0 0 29 2 *", "2026-11-01T00:00:00Z", "2028-02-29T00:00:00.000Z"],
  ["5,10-12 3 1 jan *", "2026-11-01T00:00:00Z", "2027-01-01T03:05:00.000Z"],
])("%s is next due after %s at %s", (text, after, next) => {
  expect(Schedule.parse(text).next(at(after))?.toISOString()).toBe(next);
});

test.each([
  "@daily",
  "* * * *",
  "* * * * * *",
  "60 * * * *",
  "0 24 * * *",
  "0 0 31 2 *",
  "0 0 L * *",
  "0 0 * * 5#2",
  "? * * * *",
  "5/15 * * * *",
  "*/0 * * * *",
  "9-5 * * * *",
  "0 0 */2 * mon",
  "$(id) * * * *",
  "0 0 * * \u202e1",
])("%j is refused", (text) => {
  expect(() => Schedule.parse(text)).toThrow(expect.objectContaining({ code: "SCHEDULE_INVALID" }));
});

test("times that were missed while nothing ran are one event, of the last of them", () => {
  const { name, spec } = rule({
    sources: ["schedule"],
    schedule: "0 * * * *",
    match: { repositories: ["o/r", "o/x*"] },
  });
  const due = dueSchedules([{ name, spec, since: at("2026-11-20T00:00:00Z") }], at("2026-11-22T07:30:00Z"));
  expect(due.map((one) => [one.at.toISOString(), one.facts.repository])).toEqual([
    ["2026-11-22T07:00:00.000Z", "o/r"],
  ]);
});

test("a time is due at its moment, once, and has the same ID for whoever finds it", () => {
  const { name, spec } = rule({
    sources: ["schedule"],
    schedule: "0 7 * * *",
    match: { repositories: ["o/r"] },
  });
  const look = (since: string, now: string) => dueSchedules([{ name, spec, since: at(since) }], at(now));
  expect(look("2026-11-22T06:00:00Z", "2026-11-22T06:59:59.999Z")).toEqual([]);
  const [first] = look("2026-11-22T06:00:00Z", "2026-11-22T07:00:00Z");
  const [second] = look("2026-11-21T12:00:00Z", "2026-11-22T09:00:00Z");
  expect(first?.deliveryId).toBe("schedule:fix:o/r:2026-11-22T07:00:00.000Z");
  expect(second?.deliveryId).toBe(first?.deliveryId);
  expect(look("2026-11-22T07:00:00Z", "2026-11-22T09:00:00Z")).toEqual([]);
});

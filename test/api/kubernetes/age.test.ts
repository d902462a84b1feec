import { expect, test } from "vitest";
import { humanDuration } from "../../../src/api/kubernetes/age.ts";

const [second, minute, hour] = [1000, 60_000, 3_600_000];
const [day, year] = [24 * hour, 365 * 24 * hour];

/** From the table of k8s.io/apimachinery/pkg/util/duration/duration_test.go. */
test.each([
  [second, "1s"],
  [70 * second, "70s"],
  [190 * second, "3m10s"],
  [70 * minute, "70m"],
  [47 * hour, "47h"],
  [49 * hour, "2d1h"],
  [(8 * 24 + 2) * hour, "8d"],
  [367 * 24 * hour, "367d"],
  [(365 * 2 * 24 + 25) * hour, "2y1d"],
  [(365 * 8 * 24 + 2) * hour, "8y"],
  [-2 * second, "<invalid>"],
  [-2 * second + 1, "0s"],
  [0, "0s"],
  [second - 1, "0s"],
  [2 * minute - 1, "119s"],
  [2 * minute, "2m"],
  [10 * minute - 1, "9m59s"],
  [3 * hour - 1, "179m"],
  [3 * hour, "3h"],
  [3 * hour + minute, "3h1m"],
  [8 * hour - 1, "7h59m"],
  [48 * hour - 1, "47h"],
  [48 * hour, "2d"],
  [8 * day - 1, "7d23h"],
  [2 * year - 1, "729d"],
  [2 * year, "2y"],
  [3 * year - 1, "2y364d"],
  [8 * year - 1, "7y364d"],
])("%d ms is shown as %s", (span, text) => {
  expect(humanDuration(span)).toBe(text);
});

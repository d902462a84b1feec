import { expect, test } from "vitest";
import { annotationsOf } from "../../src/report/annotation.ts";
import { finding, hostileReport, report } from "./sample.ts";

test("an annotation lands on its file and line with a title and a message", () => {
  expect(annotationsOf(report([finding({ location: { file: "a,b: 100%.json", line: 9 } })]))).toEqual([
    {
      level: "error",
      file: "a,b: 100%.json",
      line: 9,
      title: "FILE_CHANGED prompts/system.md",
      message: expect.stringMatching(
        /^prompts\/system\.md: expected sha256:.*, found sha256:.*\. Bake the image again/,
      ),
    },
  ]);
});

test("a finding without a place has none", () => {
  expect(Object.keys(annotationsOf(report([finding()]))[0] ?? {})).toEqual(["level", "title", "message"]);
});

test("what could not be verified annotates as an error, a warning as a warning", () => {
  const levels = annotationsOf(
    report([finding({ severity: "unverified" }), finding({ severity: "warning" })]),
  );
  expect(levels.map((annotation) => annotation.level)).toEqual(["error", "warning"]);
});

test("at most ten a level, and the tenth counts the rest", () => {
  const many = Array.from({ length: 40 }, (_, i) => finding({ path: `prompts/${i}.md` }));
  const annotations = annotationsOf(report([...many, finding({ severity: "warning" })]));
  expect(annotations).toHaveLength(11);
  expect(annotations[9]).toEqual({
    level: "error",
    title: "gate: and 31 more",
    message: "40 errors, 1 warning",
  });
});

test("hostile names are one visible line, and a title is a short one", () => {
  const long = report([finding({ path: `prompts/${"x".repeat(900)}` })]);
  for (const { title, message } of [...annotationsOf(hostileReport), ...annotationsOf(long)]) {
    expect(`${title}${message}`).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(title.length).toBeLessThanOrEqual(200);
  }
});

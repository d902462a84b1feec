import { expect, test } from "vitest";
import { annotationCommand, annotationsOf } from "../../src/report/annotation.ts";
import { finding, hostilePaths, hostileReport, report } from "./sample.ts";

interface Parsed {
  readonly level: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads a command as GitHub's runner does (ActionCommand.TryParseV2). */
function parseAsRunner(line: string): Parsed {
  const end = line.indexOf("::", 2);
  const [level = "", ...rest] = line.slice(2, end).split(" ");
  const lineBreaks = (text: string): string => text.replaceAll("%0D", "\r").replaceAll("%0A", "\n");
  const pairs = rest
    .join(" ")
    .split(",")
    .map((pair): [string, string] => {
      const at = pair.indexOf("=");
      const value = pair
        .slice(at + 1)
        .replaceAll("%3A", ":")
        .replaceAll("%2C", ",");
      return [pair.slice(0, at), lineBreaks(value).replaceAll("%25", "%")];
    });
  const message = lineBreaks(line.slice(end + 2)).replaceAll("%25", "%");
  return { level, properties: Object.fromEntries(pairs), message };
}

test("an annotation lands on its file and line with a title and a message", () => {
  const [annotation] = annotationsOf(report([finding({ location: { file: "a,b: 100%.json", line: 9 } })]));
  const command = annotationCommand(annotation ?? { level: "error", title: "", message: "" });
  expect(parseAsRunner(command)).toEqual({
    level: "error",
    properties: { file: "a,b: 100%.json", line: "9", title: "FILE_CHANGED prompts/system.md" },
    message: expect.stringMatching(
      /^prompts\/system\.md: expected sha256:.*, found sha256:.*\. Bake the image again/,
    ),
  });
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

test.each(hostilePaths)("the name %j forms no property and no second command", (path) => {
  for (const annotation of annotationsOf({
    ...hostileReport,
    findings: [finding({ path, location: { file: path } })],
  })) {
    const command = annotationCommand(annotation);
    expect(command).not.toMatch(/[\r\n]/);
    const parsed = parseAsRunner(command);
    expect(Object.keys(parsed.properties).sort()).toEqual(["file", "title"]);
    expect(parsed.properties.file).toBe(path);
    expect(parsed.level).toBe("error");
  }
});

import { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { Masker } from "../../src/runtime/masker.ts";
import { terminalLogger } from "../../src/runtime/terminal.ts";
import { whoRuns } from "../../src/runtime/who-runs.ts";

function shownOn(terminal: { isTTY: boolean; columns: number }): {
  text: () => string;
  stream: Writable & typeof terminal;
} {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { text: () => text, stream: Object.assign(stream, terminal) };
}

test.each([20, 80])("a running step never takes more than one line of %d columns", (columns) => {
  const { text, stream } = shownOn({ isTTY: true, columns });
  const progress = terminalLogger({ stream, level: "normal", masker: new Masker() }).progress(
    "render the fleet",
  );
  progress.update("12 of 57, about 40 s left, 漢字漢字漢字漢字, an-agent-with-a-rather-long-name");
  progress.done("done");
  const lines = stripVTControlCharacters(text()).split("\n");
  for (const line of lines) {
    const width = [...line].reduce(
      (sum, character) => sum + (character >= "\u1100" && !/[⠀-⣿…✓]/.test(character) ? 2 : 1),
      0,
    );
    expect(width, line).toBeLessThan(columns);
  }
});

test("without a terminal nothing of a running step is shown", () => {
  const { text, stream } = shownOn({ isTTY: false, columns: 80 });
  const progress = terminalLogger({ stream, level: "normal", masker: new Masker() }).progress("render");
  progress.update("1 of 2");
  expect(text()).toBe("");
});

test("who runs is the CI job, else the user of the system, and never unknown", () => {
  const ci = {
    GITHUB_ACTOR: "ada",
    GITHUB_WORKFLOW: "render",
    GITHUB_RUN_ID: "42",
    GITHUB_JOB: "boot",
    GITHUB_REPOSITORY: "acme/fleet",
  };
  expect(whoRuns(ci)).toBe("ada (acme/fleet render, run 42, job boot)");
  expect(whoRuns({ ...ci, GITHUB_RUN_ATTEMPT: "2" })).toContain("run 42, attempt 2");
  expect(whoRuns({})).toMatch(/^(?!unknown)\S/);
});

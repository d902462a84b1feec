import { Writable } from "node:stream";
import { WriteStream } from "node:tty";
import { stripVTControlCharacters } from "node:util";
import { afterEach, expect, test, vi } from "vitest";
import { Masker } from "../../src/runtime/masker.ts";
import { paintFor, terminalLogger } from "../../src/runtime/terminal.ts";
import { whoRuns } from "../../src/runtime/who-runs.ts";

interface Terminal {
  readonly isTTY: boolean;
  readonly columns: number;
  readonly getColorDepth?: WriteStream["getColorDepth"];
}

function shownOn(terminal: Terminal): { text: () => string; stream: Writable & Terminal } {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { text: () => text, stream: Object.assign(stream, terminal) };
}

test.each([1, 4, 5, 20, 80, 200])(
  "a running step never takes more than one line of %d columns",
  (columns) => {
    const { text, stream } = shownOn({ isTTY: true, columns });
    const progress = terminalLogger({ stream, level: "normal", masker: new Masker() }).progress(
      "render the fleet",
    );
    progress.update("12 of 57, about 40 s left, 漢字漢字漢字漢字, an-agent-with-a-rather-long-name");
    progress.end();
    const lines = stripVTControlCharacters(text()).split("\n");
    expect(lines.some((line) => line !== "")).toBe(columns > 3);
    for (const line of lines) {
      const width = [...line].reduce(
        (sum, character) => sum + (character >= "\u1100" && !/[⠀-⣿…✓]/.test(character) ? 2 : 1),
        0,
      );
      expect(width, line).toBeLessThan(columns);
    }
  },
);

test("a terminal that does not know its width is taken for one of 80 columns", () => {
  const { text, stream } = shownOn({ isTTY: true, columns: 0 });
  const progress = terminalLogger({ stream, level: "normal", masker: new Masker() }).progress("render");
  progress.end();
  expect(stripVTControlCharacters(text())).toContain("render");
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

test.each([
  { isTTY: true, env: {}, coloured: true },
  { isTTY: true, env: { NO_COLOR: "1" }, coloured: false },
  { isTTY: true, env: { TERM: "dumb" }, coloured: false },
  { isTTY: false, env: {}, coloured: false },
  { isTTY: false, env: { FORCE_COLOR: "1" }, coloured: true },
  { isTTY: false, env: { FORCE_COLOR: "0" }, coloured: false },
])("colours are for who wants them: %o", ({ isTTY, env, coloured }) => {
  for (const name of ["NO_COLOR", "FORCE_COLOR", "CI", "COLORTERM", "NODE_DISABLE_COLORS", "TMUX"])
    vi.stubEnv(name, undefined);
  vi.stubEnv("TERM", "xterm-256color");
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const { getColorDepth } = WriteStream.prototype;
  const { stream } = shownOn({ isTTY, columns: 80, getColorDepth });
  expect(paintFor(stream)("red", "drift")).toBe(coloured ? "\u001b[31mdrift\u001b[39m" : "drift");
});

afterEach(() => {
  vi.unstubAllEnvs();
});

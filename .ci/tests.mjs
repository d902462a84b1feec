// Runs the README's test command, for the files that are named or for all, and ends with a line "N passed, N failed, N skipped".
//
// A test that fails by chance is a defect, but not one of the change that it would hold up. So up to three files with failures are run once
// more, by themselves. What failed is in the output all the same, and what passed then is named as a defect at the end.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

const mostFiles = 3;
const place = mkdtempSync(join(tmpdir(), "identikit-ci-"));

try {
  const first = testsOf(process.argv.slice(2), "first.json");
  const isTriedAgain =
    first.failedFiles.length > 0 && first.failedFiles.length <= mostFiles && first.unhandled === 0;
  if (isTriedAgain) say(`\n== once more, by themselves: ${first.failedFiles.join(", ")}`);
  const last = isTriedAgain ? testsOf(first.failedFiles, "again.json") : first;
  if (isTriedAgain && last.code === 0)
    say(`\nFailed and passed by themselves, which is a defect to be found: ${first.failedFiles.join(", ")}`);
  say(`${first.passed + first.failed - last.failed} passed, ${last.failed} failed, ${first.skipped} skipped`);
  process.exitCode = last.code;
} finally {
  rmSync(place, { recursive: true, force: true });
}

/** What came of the tests; where a run ended in another way than by a failed test, one counts as failed. */
function testsOf(files, name) {
  const outcome = join(place, name);
  const options = ["--reporter=default", `--reporter=${join(import.meta.dirname, "outcome.mjs")}`];
  const { status } = spawnSync("npm", ["test", "--", ...options, ...files], {
    stdio: "inherit",
    env: { ...process.env, IDENTIKIT_TEST_OUTCOME: outcome },
  });
  // A run that was broken off has left no outcome, and this throws.
  const { failed, ...rest } = JSON.parse(readFileSync(outcome, "utf8"));
  const code = status ?? 1;
  return { ...rest, code, failed: code === 0 ? 0 : Math.max(1, failed) };
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

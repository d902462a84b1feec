import { writeFileSync } from "node:fs";
import process from "node:process";

/** A reporter of Vitest that writes what came of a run to the file of IDENTIKIT_TEST_OUTCOME, for tests.mjs. */
export default class Outcome {
  onTestRunEnd(modules, unhandledErrors) {
    const outcome = { passed: 0, failed: 0, skipped: 0, failedFiles: [], unhandled: unhandledErrors.length };
    for (const module of modules) {
      const states = [...module.children.allTests()].map((test) => test.result().state);
      const failed = states.filter((state) => state === "failed").length;
      const isFailed = module.state() === "failed";
      outcome.passed += states.filter((state) => state === "passed").length;
      outcome.skipped += states.filter((state) => state === "skipped" || state === "pending").length;
      // A file that cannot be read, or whose hooks fail, has no failed test.
      outcome.failed += isFailed ? Math.max(1, failed) : 0;
      if (isFailed) outcome.failedFiles.push(module.moduleId);
    }
    writeFileSync(process.env.IDENTIKIT_TEST_OUTCOME, JSON.stringify(outcome));
  }
}

import { relative } from "node:path";
import { afterAll, afterEach, beforeAll, expect, type RunnerTestCase, type RunnerTestSuite } from "vitest";
import { house } from "../../architecture/rooms.ts";
import { reachedIn } from "./reached-in.ts";

// Before each file of tests that the list names: it has to reach what the list says of it.
const file = relative(house, expect.getState().testPath ?? "");
const promised = reachedIn[file];
if (promised) {
  let reached: ReadonlySet<string> = new Set();
  beforeAll(async () => {
    const { recordReached } = await import("./reached-by-product.ts");
    reached = recordReached();
  });
  let ran: Readonly<RunnerTestSuite> | undefined;
  afterEach(({ task }) => {
    ran = task.file;
  });
  afterAll(() => {
    // Where only some of the tests ran, or one failed, nothing is said.
    if (!ran || !testsIn(ran).every(({ result }) => result?.state === "pass")) return;
    const missing = promised.filter((one) => !reached.has(one));
    expect(missing, `${file} no longer reaches what test/agents/reached/reached-in.ts says`).toEqual([]);
  });
}

function testsIn(suite: Readonly<RunnerTestSuite>): RunnerTestCase[] {
  return suite.tasks.flatMap((task) => (task.type === "suite" ? testsIn(task) : [task]));
}

import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { openStoreAt, run } from "./scene.ts";

/** Writes three objects in each transaction, until it is killed. */
const { store } = await openStoreAt(String(process.argv[2]));
for (let at = 0; ; at++) {
  await store.write(async (objects) => {
    for (const part of ["a", "b", "c"]) await objects.create(agentDispatchRun, run(`run-${at}-${part}`));
  });
  process.stdout.write(".");
}

import { expect, it } from "vitest";
import { requiresMounts } from "../services/mounts.ts";
import { runCases } from "./layers/fuzz-run.ts";
import { buildOracle, Oracle } from "./layers/oracle.ts";
import { loadSubject } from "./layers/subject.ts";
import { Tally } from "./layers/tally.ts";

const cases = 3000;
const seed = 20261121;

requiresMounts("go")("three thousand images of every class of attack", () => {
  it("are answered as every engine's own code shows them, or not at all", async () => {
    await using oracle = new Oracle(buildOracle());
    const tally = new Tally();
    const failures: string[] = [];
    await runCases(await loadSubject(), oracle, seed, Array(cases).keys(), (outcome) => {
      tally.add(outcome);
      const { number, failure } = outcome;
      if (failure) failures.push(`case ${number}: ${failure.kind}: ${failure.reason}`);
    });
    expect(failures).toEqual([]);
    expect(tally.shortcomings()).toEqual([]);
    expect(tally.all.cases).toBe(cases);
  });
});

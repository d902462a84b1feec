import { readInstructions } from "../../../src/gate/dockerfile/instruction.ts";
import { checkDockerfile } from "../../../src/gate/dockerfile-side.ts";
import { checks } from "./checks.ts";
import { oracleAt } from "./oracle.ts";
import { casesUntilFooled, gateWithout, KnownCases } from "./switched-off.ts";

// After how many cases the gate is fooled without each check, one line of JSON a check: one process for all of them, with the same cases.
// Its argument is the oracle's program.
const known = new KnownCases({ checkDockerfile, readInstructions }, oracleAt(process.argv[2] ?? ""), 5);
for (const check of checks) {
  const cases = casesUntilFooled(await gateWithout(check), known, 10_000);
  process.stdout.write(`${JSON.stringify({ name: check.name, cases })}\n`);
}

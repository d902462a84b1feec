import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verdictOf } from "../../../src/fault/finding.ts";
import { readInstructions } from "../../../src/gate/dockerfile/instruction.ts";
import { checkDockerfile } from "../../../src/gate/dockerfile-side.ts";
import { requires } from "../../requirement.ts";
import { Campaign } from "./campaign.ts";
import { checks } from "./checks.ts";
import { falselyClean, judge, truthOf } from "./differential.ts";
import type { DockerfileCase } from "./generate.ts";
import { buildOracle, type Oracle } from "./oracle.ts";

const ours = { checkDockerfile, readInstructions };
const corpus = new URL("corpus/", import.meta.url);

/** A file of the corpus: a Dockerfile, and after a line of its own the ignore file. */
function corpusCase(name: string): DockerfileCase {
  const [text = "", ignore = ""] = readFileSync(new URL(name, corpus), "utf8").split("--- .dockerignore\n");
  return { text, ignore, classes: [name] };
}

requires("go")("Dockerfiles against BuildKit's parser and conversion, and against buildah's", () => {
  let directory: string;
  let oracle: Oracle;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "identikit-test-"));
    oracle = buildOracle(directory);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it("calls none clean whose image holds anything else, and decides two of five", () => {
    const campaign = new Campaign(ours, oracle);
    campaign.run(Number(process.env.IDENTIKIT_FUZZ_SEED ?? 1), 2_000);
    process.stdout.write(`${campaign.account()}\n`);
    expect(campaign.failures).toEqual([]);
    expect(campaign.decided).toBeGreaterThan(0.4);
    expect(campaign.verdicts.clean).toBeGreaterThan(300);
  });

  it.each(readdirSync(corpus))("is not fooled again by %s", (name) => {
    const each = corpusCase(name);
    const [truth] = truthOf(oracle, [each]);
    if (!truth) throw new Error("no answer");
    const findings = judge(ours, each);
    const isFooled =
      verdictOf(findings) === "clean" && falselyClean(ours, each, truth, findings) !== undefined;
    expect(isFooled).toBe(false);
  });

  describe("without one of the checks", () => {
    const fooledAfter = new Map<string, unknown>();
    beforeAll(async () => {
      const program = join(import.meta.dirname, "take-out.ts");
      const args = [program, join(directory, "oracle")];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      for (const line of stdout.trimEnd().split("\n")) {
        const { name, cases } = JSON.parse(line);
        fooledAfter.set(name, cases);
      }
    });

    it.each(checks)("misses the check for $name within 10,000 cases when it is taken out", ({ name }) => {
      expect(fooledAfter.get(name)).toEqual(expect.any(Number));
    });
  });
});

import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requires } from "../../requirement.ts";
import { compare, type Difference, fuzzDocuments, newTally } from "./document-fuzz.ts";
import { GoReadings } from "./go-readings.ts";
import { modulesIn, readersOf } from "./our-reading.ts";
import { switchedOff } from "./switched-off.ts";

const root = join(import.meta.dirname, "../../..");
const corpus = globSync(join(import.meta.dirname, "corpus/*.json"));

requires("go")("documents of images, beside Go's decoders", () => {
  let go: GoReadings;
  beforeAll(() => {
    go = GoReadings.start();
  });
  afterAll(() => go?.[Symbol.asyncDispose]());

  it("are read alike or refused, four thousand of them", async () => {
    const differences: Difference[] = [];
    const readers = await readersOf(modulesIn(join(root, "src")));
    const tally = await fuzzDocuments({ count: 4000, seed: 20260101 }, readers, go, (each) =>
      differences.push(each),
    );
    expect(differences).toEqual([]);
    const documents = tally.read + tally.invalid + tally.ambiguous;
    expect(documents + tally.platforms).toBe(4000);
    expect(tally.read / documents).toBeGreaterThan(0.4);
    expect(tally.differing).toBeGreaterThan(400);
  });

  it.each(corpus.map((file) => [basename(file, ".json"), file]))(
    "once read otherwise: %s",
    async (_, file) => {
      const { kind, type, document } = JSON.parse(readFileSync(file, "utf8"));
      const bytes = Buffer.from(typeof document === "string" ? document : JSON.stringify(document));
      const asked = { kind, type, bytes, isValid: false };
      const [theirs = []] = await go.of([asked]);
      expect(
        compare(asked, theirs, await readersOf(modulesIn(join(root, "src"))), newTally()),
      ).toBeUndefined();
    },
  );

  it("spell a key in every way that Go takes for it", async () => {
    const [[reading] = []] = await go.of([{ kind: "folding", type: "", bytes: Buffer.alloc(0) }]);
    const { folded } = await readersOf(modulesIn(join(root, "src")));
    const pairs = reading?.value as [string, string][];
    expect(pairs.length).toBeGreaterThan(2000);
    expect(pairs.filter(([one, other]) => folded(one) !== folded(other))).toEqual([]);
  });

  describe("without one of the checks", () => {
    const found = new Map<string, unknown>();
    beforeAll(async () => {
      const program = join(import.meta.dirname, "switch-off.ts");
      const { stdout } = await promisify(execFile)(process.execPath, [program]);
      for (const line of stdout.trimEnd().split("\n")) {
        const { name, what } = JSON.parse(line);
        found.set(name, what);
      }
    });

    it.each(switchedOff)("would be read otherwise without the check of $name", ({ name }) => {
      expect(found.get(name)).toEqual(expect.any(String));
    });
  });
});

import { spawnSync } from "node:child_process";
import { cpSync, globSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { requires } from "../../requirement.ts";
import { scratchDirectory } from "../../scratch.ts";
import { compare, type Difference, fuzzDocuments, newTally } from "./document-fuzz.ts";
import { GoReadings } from "./go-readings.ts";
import { readersOf } from "./our-reading.ts";
import { switchedOff } from "./switched-off.ts";

const root = join(import.meta.dirname, "../../..");
const corpus = globSync(join(import.meta.dirname, "corpus/*.json"));

requires("go")("documents of images, beside Go's decoders", () => {
  let go: GoReadings;
  beforeAll(() => {
    go = GoReadings.start();
  }, 300_000);
  afterAll(() => go?.[Symbol.asyncDispose]());

  it("are read alike or refused, four thousand of them", async () => {
    const differences: Difference[] = [];
    const readers = await readersOf(join(root, "src"));
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
      expect(compare(asked, theirs, await readersOf(join(root, "src")), newTally())).toBeUndefined();
    },
  );

  it("spell a key in every way that Go takes for it", async () => {
    const [[reading] = []] = await go.of([{ kind: "folding", type: "", bytes: Buffer.alloc(0) }]);
    const { folded } = await readersOf(join(root, "src"));
    const pairs = reading?.value as [string, string][];
    expect(pairs.length).toBeGreaterThan(2000);
    expect(pairs.filter(([one, other]) => folded(one) !== folded(other))).toEqual([]);
  });

  it.each(switchedOff)(
    "would be read otherwise without the check of $name",
    ({ file, from, to }) => {
      const scratch = scratchDirectory();
      cpSync(join(root, "src"), join(scratch, "src"), { recursive: true });
      symlinkSync(join(root, "node_modules"), join(scratch, "node_modules"));
      const path = join(scratch, "src", file);
      const parts = readFileSync(path, "utf8").split(from);
      expect(parts).toHaveLength(2);
      writeFileSync(path, parts.join(to));
      const program = join(import.meta.dirname, "fuzz-documents.ts");
      const args = ["--source", join(scratch, "src"), "--cases", "10000", "--seed", "1", "--first"];
      const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
        encoding: "utf8",
      });
      expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
      expect(JSON.parse(stdout).what).toEqual(expect.any(String));
    },
    120_000,
  );
});

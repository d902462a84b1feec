import { describe, expect, it } from "vitest";
import { allChecks } from "./layers/checks.ts";
import { firstWrong, readCorpus, wrongIn } from "./layers/corpus-case.ts";
import { Mutant } from "./layers/mutant.ts";
import { loadSubject } from "./layers/subject.ts";

const corpus = readCorpus();

describe("an image that was once answered wrongly", async () => {
  const subject = await loadSubject();
  it.each(corpus)("$name", async (each) => {
    expect(wrongIn(each, await subject.answer(each.made))).toBeUndefined();
  });
});

/** A few, as each takes a copy of the code; all of them are tried by `npm run fuzz:checks`. */
const named = allChecks().filter(({ isThrow }) => !isThrow);

describe("without one check of the layer reader, some image is answered wrongly again", () => {
  it.each(named)("$name", async (check) => {
    await using mutant = Mutant.without(check);
    expect(await firstWrong(mutant.subject, corpus)).toBeDefined();
  });
});

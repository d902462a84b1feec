import { describe, expect, it } from "vitest";
import { allChecks } from "./layers/checks.ts";
import { readCorpus, wrongIn } from "./layers/corpus-case.ts";
import { Mutant } from "./layers/mutant.ts";
import { loadSubject, type Subject } from "./layers/subject.ts";

const corpus = readCorpus();

describe("an image that was once answered wrongly", async () => {
  const subject = await loadSubject();
  it.each(corpus)("$name", async (each) => {
    expect(wrongIn(each, await subject.answer(each.made))).toBeUndefined();
  });
});

describe("without one check of the layer reader, some image is answered wrongly again", () => {
  it.each(allChecks())("$name", { timeout: 120_000 }, async (check) => {
    using mutant = Mutant.without(check);
    expect(await firstWrong(await mutant.load())).toBeDefined();
  });
});

/** The first case of the corpus that is answered wrongly, or not at all. */
async function firstWrong(subject: Subject): Promise<string | undefined> {
  for (const each of corpus) {
    const reason = await subject.answer(each.made).then(
      (answer) => wrongIn(each, answer),
      (fault: unknown) => String(fault),
    );
    if (reason) return `${each.name}: ${reason}`;
  }
  return undefined;
}

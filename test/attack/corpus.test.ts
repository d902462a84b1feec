import { describe, expect, it } from "vitest";
import { factOfOurs } from "./layers/comparison.ts";
import { readCorpus } from "./layers/corpus-case.ts";
import { loadSubject } from "./layers/subject.ts";

describe("an image that was once answered wrongly", async () => {
  const subject = await loadSubject();
  it.each(readCorpus())("$name", async ({ made, never, shown }) => {
    const { verdict, view } = await subject.answer(made);
    expect(verdict).not.toBe(never);
    if (shown && view) expect(view.entries.map(factOfOurs)).toEqual(shown);
  });
});

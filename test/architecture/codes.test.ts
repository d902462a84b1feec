import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCodes } from "../../src/agents/dispatch/run-codes.ts";
import { executionCodes } from "../../src/agents/triggers/execution-code.ts";
import { writeBackCodes } from "../../src/agents/write-back/write-back-codes.ts";
import { faultCodes } from "../../src/fault/codes.ts";
import { findingCodes } from "../../src/fault/finding-codes.ts";
import { codesOfFindings, guideTo } from "../../src/fault/guide.ts";
import { house, sources } from "./rooms.ts";

const tables = ["codes", "fault-advice", "finding-codes"].map((name) => `src/fault/${name}.ts`);
const texts = sources("src")
  .filter((file) => !tables.includes(file))
  .map((file) => ({ file, text: readFileSync(join(house, file), "utf8") }));

/** Codes of their own lists: why a delivery was skipped, what came of an event, and why something is not written back. */
const otherCodes = new Set([
  "NO_FETCHER",
  "NO_TEMPLATE",
  ...Object.keys(executionCodes),
  ...Object.keys(runCodes),
  ...Object.keys(writeBackCodes),
]);
/** What Node and systems call their errors (`ENOENT`), and SQLite and DNS theirs. */
const systemCode = /^E[A-Z0-9]+$|^ERR_/;

describe("the codes of faults and findings", () => {
  test("each stands somewhere in the source", () => {
    const all = texts.map(({ text }) => text).join("\n");
    expect(codesOfFindings.filter((code) => !new RegExp(`["\` ]${code}["\`:]`).test(all))).toEqual([]);
  });

  test("are all there are: no fault and no finding is made with another", () => {
    const known = new Set<string>(codesOfFindings);
    const strays = texts.flatMap(({ file, text }) => {
      const made = [
        ...text.matchAll(/\bcode: "([A-Z][A-Z0-9_]+)"/g),
        ...text.matchAll(/IdentikitError\(\s*"([^"]+)"/g),
        ...text.matchAll(/\b(?:finding|warning|drift|broken|unverified)\(\s*"([A-Z][A-Z0-9_]+)"/g),
      ].map(([, code]) => code as string);
      return made
        .filter((code) => !known.has(code) && !otherCodes.has(code) && !systemCode.test(code))
        .map((code) => `${file}: ${code}`);
    });
    expect(strays).toEqual([]);
  });

  test("are told apart: none is a fault's and a finding's of its own", () => {
    expect(Object.keys(findingCodes).filter((code) => Object.hasOwn(faultCodes, code))).toEqual([]);
    for (const code of codesOfFindings) expect(code).toMatch(/^[A-Z][A-Z0-9_]*$/);
  });

  test("each says in sentences what it means, how it comes about and what to do", () => {
    for (const code of codesOfFindings) {
      const { title, meaning, cause, remedy } = guideTo(code);
      expect(title, code).toMatch(/^\S.*[^.]$/);
      for (const sentence of [meaning, cause, remedy]) expect(sentence, code).toMatch(/^\S.{15,}\.$/);
    }
  });
});

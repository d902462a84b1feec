import process from "node:process";
import { describe, it } from "vitest";
import { scratchDirectory } from "../scratch.ts";
import { killRounds } from "./kill-rounds.ts";

// IDENTIKIT_ROUNDS=500 for a long run.
const rounds = Number(process.env.IDENTIKIT_ROUNDS ?? 10);

describe("a renderer that is killed", () => {
  it("leaves whole files and no stray secret, and the next run completes", async () => {
    await killRounds(scratchDirectory(), rounds);
  }, 3_600_000);
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";
import { Tally } from "../attack/kills/tally.ts";
import { scratchDirectory } from "../scratch.ts";

const kills = 4;

/** The campaign as a process of its own, stopped with SIGINT once it has said so many lines, where a number is given. */
async function campaign(file: string, stopAfter?: number): Promise<{ code: number | null; said: string }> {
  const args = [file, "--only", "fetch", "--kills", `${kills}`, "--batch", "1"];
  const child = spawn(process.execPath, [join(house, "test/campaigns/kills.ts"), ...args], {
    cwd: house,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  let isAsked = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    if (stopAfter === undefined || isAsked || said.split("\n").length <= stopAfter) return;
    // Once: the second one ends it at once, as a signal does.
    isAsked = child.kill("SIGINT");
  });
  const [code] = await once(child, "close");
  return { code, said };
}

test("a run of kills that is stopped ends the round that it is in, and is taken up where it was", async () => {
  const file = join(scratchDirectory(), "tally.json");
  const stopped = await campaign(file, 1);
  expect(stopped.code, stopped.said).toBe(0);
  const { rounds } = new Tally(file).of("fetch");
  expect(rounds).toBeGreaterThan(0);
  expect(rounds).toBeLessThan(kills);
  // What it says last is what it kept.
  expect(stopped.said).toMatch(new RegExp(`^fetch +${rounds} `, "m"));

  const resumed = await campaign(file);
  expect(resumed.code, resumed.said).toBe(0);
  expect(resumed.said).toContain(`fetch: ${rounds + 1}\n`);
  expect(resumed.said).not.toMatch(new RegExp(`fetch: ${rounds}\n`));
  const { points, found, broken, rounds: all } = new Tally(file).of("fetch");
  expect({ all, points, found, broken }).toEqual({
    all: kills,
    points: { time: kills },
    found: { whole: kills },
    broken: [],
  });
});

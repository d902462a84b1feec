import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { randomFrom } from "../attack/archive-fuzz.ts";
import { badImages, goodImages, type KillFleet } from "./kill-fleet.ts";

/** How rounds ended; kept in a file, so that a long run can be stopped and taken up. */
export interface KillTally {
  /** Runs that were killed, and those that were done before they could be. */
  killed: number;
  done: number;
  /** Pairs that ran at once, and what each of their runs came to. */
  pairs: number;
  outcomes: Record<string, number>;
  /** Where the journal stood when a run was killed. */
  phases: Record<string, number>;
}

export function newTally(): KillTally {
  return { killed: 0, done: 0, pairs: 0, outcomes: {}, phases: {} };
}

/** About how long a run takes, in milliseconds: kills fall anywhere in it. */
let longest = 3_000;

/**
 * Kills one rebuild at a random moment, and lets the next run find what is left. Every second run, killed or not, goes
 * to an image that does not come up, so that the old container must come back with its files.
 */
export async function killRound(fleet: KillFleet, tally: KillTally, seed: number): Promise<void> {
  const random = randomFrom(seed);
  const choose = () => {
    const images = random(2) === 0 ? badImages : goodImages;
    return images[random(images.length)] as string;
  };
  const what = `seed ${seed}`;
  const run = startRun(fleet, choose(), `${seed}-killed`);
  const took = await run.killedAfter(random(Math.ceil(longest * 1.1)));
  if (took === undefined) {
    tally.killed++;
    count(tally.phases, fleet.trace);
  } else {
    tally.done++;
    longest = (longest + took) / 2;
  }
  const next = choose();
  const outcome = await fleet.rebuild(next, `${seed}-next`);
  const expected = goodImages.includes(next) ? "rebuilt" : "restored";
  if (outcome?.result !== expected)
    throw new Error(`${what}: the next run came to ${JSON.stringify(outcome)}, not ${expected}`);
  await fleet.expectOneWorkingContainer(what);
}

/** Two rebuilds of one agent at once, in two processes. */
export async function racingPair(fleet: KillFleet, tally: KillTally, seed: number): Promise<void> {
  const random = randomFrom(seed);
  const images = [0, 1].map(() => [...goodImages, ...badImages][random(4)] as string);
  const runs = images.map((image, at) => startRun(fleet, image, `${seed}-${at}`));
  const ends = await Promise.all(runs.map((run) => run.end()));
  tally.pairs++;
  for (const [at, said] of ends.entries()) {
    const expected = goodImages.includes(images[at] as string) ? "rebuilt" : "restored CONTAINER_FAILED";
    if (said !== expected) throw new Error(`seed ${seed}: to ${images[at]} it came to ${said}`);
    count(tally.outcomes, said);
  }
  await fleet.expectOneWorkingContainer(`seed ${seed}, raced`);
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

export interface Run {
  /** Milliseconds that the run took; `undefined` where it was killed before its end. */
  killedAfter(ms: number): Promise<number | undefined>;
  /** Kills it as soon as something holds. */
  killedWhen(holds: () => boolean): Promise<void>;
  /** What it came to. */
  end(): Promise<string>;
}

/** Starts a rebuild in a process of its own. */
export function startRun(fleet: KillFleet, image: string, round: string): Run {
  const script = join(import.meta.dirname, "rebuild-child.ts");
  const order = JSON.stringify(fleet.orderFor(image, round));
  const child = spawn(process.execPath, [script, order], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  const closed = once(child, "close");
  const result = () => /^done (.*)$/m.exec(said)?.[1] ?? `exit code ${child.exitCode}`;
  return {
    killedAfter: async (ms) => {
      await once(child.stdout, "data");
      const start = performance.now();
      await killLater(child, closed, ms);
      return said.includes("done") ? performance.now() - start : undefined;
    },
    killedWhen: async (holds) => {
      while (!holds() && child.exitCode === null) await sleep(5);
      child.kill("SIGKILL");
      await closed;
    },
    end: async () => {
      await closed;
      return result();
    },
  };
}

async function killLater(child: ChildProcess, closed: Promise<unknown>, ms: number): Promise<void> {
  await Promise.race([closed, sleep(ms)]);
  child.kill("SIGKILL");
  await closed;
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { badImages, goodImages, type KillFleet } from "./kill-fleet.ts";

/** About how long a run takes, in milliseconds: kills fall anywhere in it. */
let longest = 3_000;
/** Each round renders something else. */
let rounds = 0;
type Random = (below: number) => number;

/** What a round came to: whether its run was killed before it was done, and where the journal stood then. */
export interface KillOutcome {
  readonly killed: boolean;
  readonly phase: string;
}

/**
 * Kills one rebuild at a random moment, and lets the next run find what is left. Every second run, killed or not, goes
 * to an image that does not come up, so that the old container must come back with its files.
 */
export async function killRound(fleet: KillFleet, random: Random): Promise<KillOutcome> {
  const choose = () => {
    const images = random(2) === 0 ? badImages : goodImages;
    return images[random(images.length)] as string;
  };
  const number = ++rounds;
  const run = startRun(fleet, choose(), `${number}-killed`);
  const took = await run.killedAfter(random(Math.ceil(longest * 1.1)));
  const phase = fleet.trace;
  if (took !== undefined) longest = (longest + took) / 2;
  const next = choose();
  const outcome = await fleet.rebuild(next, `${number}-next`);
  const expected = goodImages.includes(next) ? "rebuilt" : "restored";
  if (outcome?.result !== expected)
    throw new Error(`the next run came to ${JSON.stringify(outcome)}, not ${expected}`);
  await fleet.expectOneWorkingContainer(`killed in ${phase}`);
  return { killed: took === undefined, phase };
}

/** Two rebuilds of one agent at once, in two processes. @returns what each came to */
export async function racingPair(fleet: KillFleet, random: Random): Promise<string[]> {
  const images = [0, 1].map(() => [...goodImages, ...badImages][random(4)] as string);
  const number = ++rounds;
  const runs = images.map((image, at) => startRun(fleet, image, `${number}-${at}`));
  const ends = await Promise.all(runs.map((run) => run.end()));
  for (const [at, said] of ends.entries()) {
    const expected = goodImages.includes(images[at] as string) ? "rebuilt" : "restored CONTAINER_FAILED";
    if (said !== expected) throw new Error(`to ${images[at]} it came to ${said}`);
  }
  await fleet.expectOneWorkingContainer("raced");
  return ends;
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

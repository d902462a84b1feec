// What the three jobs of a run take beside the agent's own time, on one machine: `node test/bench/run-overhead.ts [ROUNDS]`. Each job is a
// process of `dist/`, as CI starts it: `dispatch`, `run` with the ticket, `write-back` with the bundle. Needs `dist/`, bwrap, setpriv and prlimit.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { poolKey } from "../agents/dispatch/scene.ts";
import { identikit, identikitJson } from "../e2e/identikit.ts";
import { openRunScene } from "../e2e/run-scene.ts";
import { print } from "./parts/figure.ts";
import { median } from "./parts/ratio.ts";

const rounds = Number(process.argv[2] ?? 5);
/** What the agent is at work for, in milliseconds: what its shell takes besides counts as ours. */
const agentMs = 1000;
const script = `sleep ${agentMs / 1000}; echo closed > gate.txt; echo '{"type":"result","outcome":"succeeded"}'`;

const jobs = { dispatch: [] as number[], run: [] as number[], "write-back": [] as number[] };
const overhead: number[] = [];
const place = mkdtempSync(join(tmpdir(), "identikit-run-bench-"));
await using scene = await openRunScene(script, place);
const { stdout: pem } = await identikit(["access", "ticket-key"], { cwd: scene.root, env: scene.env });
for (let round = 0; round < rounds; round++) {
  const { result: dispatched, ms: dispatch } = await timed(() => scene.dispatch());
  const { DATABASE_URL: _, IDENTIKIT_SECRET_KEYS: __, ...others } = scene.env;
  const runner = { ...others, IDENTIKIT_POOL_KEY: poolKey, IDENTIKIT_TICKET_KEY: pem };
  const args = ["run", "--tickets", dispatched.json.ticketFile, "--pool", "linux"];
  const { result: ran, ms: run } = await timed(() =>
    identikitJson([...args, "--remote", join(scene.root, "git")], { cwd: scene.root, env: runner }),
  );
  if (ran.json.phase !== "Succeeded") throw new Error(`the run came to ${JSON.stringify(ran.json)}`);
  const { ms: back } = await timed(() =>
    identikit(["write-back", ran.json.bundle], { cwd: scene.root, env: scene.env }),
  );
  jobs.dispatch.push(dispatch);
  jobs.run.push(run - agentMs);
  jobs["write-back"].push(back);
  overhead.push(dispatch + run + back - agentMs);
}
for (const [job, taken] of Object.entries(jobs))
  process.stdout.write(`${job}, beside the agent: ${median(taken).toFixed(0)} ms\n`);
print("three jobs of a run, beside the agent, milliseconds", median(overhead), { atMost: 2000 });
rmSync(place, { recursive: true });

async function timed<Result>(act: () => Promise<Result>): Promise<{ result: Result; ms: number }> {
  const begun = performance.now();
  const result = await act();
  return { result, ms: performance.now() - begun };
}

// Many agents at work at once on one machine, each with its supervisor, and what the supervisors hold in memory at most:
// `node test/bench/agents-at-once.ts [AGENTS]`. Needs `dist/`, bwrap, setpriv and prlimit.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { poolKey } from "../agents/dispatch/scene.ts";
import { house } from "../architecture/rooms.ts";
import { identikit } from "../e2e/identikit.ts";
import { openRunScene } from "../e2e/run-scene.ts";
import { print } from "./parts/figure.ts";

const agents = Number(process.argv[2] ?? 100);
const script = `for step in 1 2 3 4 5 6 7 8 9 10; do echo "{\\"type\\":\\"message\\",\\"text\\":\\"step $step\\"}"; sleep 1; done
echo closed > gate.txt; echo '{"type":"result","outcome":"succeeded"}'`;

const place = mkdtempSync(join(tmpdir(), "identikit-agents-bench-"));
await using scene = await openRunScene(script, place);
const { stdout: pem } = await identikit(["access", "ticket-key"], { cwd: scene.root, env: scene.env });
const tickets: string[] = [];
for (let at = 0; at < agents; at++) {
  const { json } = await scene.dispatch();
  // The next dispatch writes its tickets to the same file.
  const own = join(place, `ticket-${at}.jwt`);
  copyFileSync(resolve(scene.root, json.ticketFile), own);
  tickets.push(own);
}

const { PATH = "", HOME = "" } = process.env;
const { DATABASE_URL: _, IDENTIKIT_SECRET_KEYS: __, ...others } = scene.env;
const env = { ...others, PATH, HOME, IDENTIKIT_POOL_KEY: poolKey, IDENTIKIT_TICKET_KEY: pem };
const working = tickets.map((file) => {
  const args = ["run", "--tickets", file, "--pool", "linux", "--remote", join(scene.root, "git"), "--quiet"];
  const child = spawn(process.execPath, [join(house, "dist/identikit.js"), ...args], {
    ...{ cwd: scene.root, env, stdio: "ignore" },
  });
  return { child, ended: once(child, "exit") };
});
let [most, mostAtWork] = [0, 0];
const isOver = Promise.all(working.map(({ ended }) => ended)).then((codes) => codes.map(([code]) => code));
for (let codes: unknown; codes === undefined; ) {
  const left = working.filter(({ child }) => child.exitCode === null);
  mostAtWork = Math.max(mostAtWork, left.length);
  for (const { child } of left) most = Math.max(most, peakMebibytes(child.pid));
  codes = await Promise.race([isOver, sleep(250)]);
}
const succeeded = (await isOver).filter((code) => code === 0).length;
rmSync(place, { recursive: true });
print("agents of one machine at work at once", mostAtWork, { atLeast: agents });
print("runs of them that succeeded", succeeded, { atLeast: agents });
print("memory of a supervisor, most, MiB", most, { atMost: 300 });

/** The most that a process has held so far; 0 where it has ended. */
function peakMebibytes(pid = 0): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, statSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import type { IsolatedRequest } from "../../src/isolation/isolation.ts";
import { scratchDirectory } from "../scratch.ts";
import { shellAgent, workDirectory } from "./isolated.ts";
import { requiresIsolation } from "./requires-isolation.ts";

const uid = 64_321;
const mayMakeNamespaces =
  spawnSync("bwrap", ["--unshare-user", "--ro-bind", "/", "/", "true"], { uid, gid: uid }).status === 0;

/** What an agent of a supervisor says that is not root, and what the supervisor says. */
async function outcome(request: IsolatedRequest) {
  const stateDirectory = scratchDirectory();
  const host = { env: { PATH: process.env.PATH }, stateDirectory };
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "supervisor-child.ts"), JSON.stringify({ request, host })],
    {
      uid,
      gid: uid,
      env: { PATH: process.env.PATH, TOKEN: "CANARY-token" },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const [said, complaint] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { pid: child.pid, lines: said.split("\n").filter(Boolean), complaint };
}

function ownWork(): string {
  const work = workDirectory();
  chmodSync(join(work, ".."), 0o755);
  chownSync(work, uid, uid);
  return work;
}

requiresIsolation("bubblewrap", "user")("a supervisor that is not root", () => {
  test.skipIf(!mayMakeNamespaces && !process.env.CI)(
    "has bubblewrap, where an agent of the same user sees no other process, no file and no network (P-72)",
    async () => {
      const work = ownWork();
      const script = [
        "id -u; grep -E '^Cap(Eff|Bnd)' /proc/self/status | tr -d '\\t'",
        "cat /proc/[0-9]*/environ | tr '\\0' '\\n' | grep -c 'CANAR[Y]'",
        "ls -d /proc/[0-9]* | wc -l; cat /proc/net/dev | tail -n +3 | wc -l",
        "unshare --user true 2>/dev/null || echo 'no further namespace'",
        "echo x > file",
      ].join("\n");
      const { lines, complaint } = await outcome(
        shellAgent(script, {
          isolation: "bubblewrap",
          cwd: work,
          mounts: [{ source: work, target: work, writable: true }],
        }),
      );
      expect(complaint.replace(/^.*(Warning|Experimental).*$/gm, "").trim()).toBe("");
      expect(lines.slice(0, 4)).toEqual([
        String(uid),
        "CapEff:0000000000000000",
        "CapBnd:0000000000000000",
        "0",
      ]);
      expect(Number(lines[4])).toBeLessThan(10);
      expect(lines.slice(5)).toEqual(["1", "no further namespace"]);
      expect(statSync(join(work, "file")).uid).toBe(uid);
    },
  );

  test("is not offered the isolation by user", async () => {
    const work = ownWork();
    const request = shellAgent("echo ran", {
      isolation: "user",
      cwd: work,
      mounts: [{ source: work, target: work, writable: true }],
    });
    const { lines, complaint } = await outcome(request);
    expect(lines).toEqual([]);
    expect(complaint).toContain("ISOLATION_UNAVAILABLE");
  });
});

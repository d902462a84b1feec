import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "proper-lockfile";
import { expect, it } from "vitest";
import { ClientLock } from "../../src/env/client-lock.ts";
import { systemClock } from "../../src/runtime/clock.ts";
import { AnchoredDirectory } from "../../src/tree/anchored-directory.ts";
import { scratchDirectory } from "../scratch.ts";
import { stopsSoon } from "../stops-soon.ts";

it.each([
  ["a second ago", -1_000, true],
  ["eleven seconds ago", -11_000, false],
  ["in the future", 3_600_000, true],
  ["far in the future", 10 * 365 * 86_400_000, true],
])(
  "a lock that was taken %s is held or given up as the client's own protocol says",
  async (_, ms, isHeld) => {
    const root = scratchDirectory();
    const file = join(root, ".claude.json");
    writeFileSync(file, "{}");
    mkdirSync(`${file}.lock`);
    const taken = new Date(Date.now() + ms);
    utimesSync(`${file}.lock`, taken, taken);
    expect(await check(file)).toBe(isHeld);
    using directory = AnchoredDirectory.open(root);
    const signal = AbortSignal.timeout(isHeld ? 300 : 100_000);
    const acquired = ClientLock.acquire(directory, { clock: systemClock, signal });
    if (isHeld)
      await expect(acquired).rejects.toMatchObject({ name: expect.stringMatching(/Abort|Timeout/) });
    else (await acquired)[Symbol.dispose]();
    expect(existsSync(`${file}.lock`)).toBe(isHeld);
  },
);

it("a wait for the client's lock that is stopped hands on why", async () => {
  const root = scratchDirectory();
  mkdirSync(join(root, ".claude.json.lock"));
  using directory = AnchoredDirectory.open(root);
  const { signal, reason } = stopsSoon();
  await expect(ClientLock.acquire(directory, { clock: systemClock, signal })).rejects.toBe(reason);
});

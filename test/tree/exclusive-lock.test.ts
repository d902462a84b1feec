import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, onTestFinished, test } from "vitest";
import { ExclusiveLock } from "../../src/tree/exclusive-lock.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { stopsSoon } from "../stops-soon.ts";

async function holder(file: string): Promise<ChildProcess> {
  const script = join(import.meta.dirname, "lock-holder.ts");
  const child = spawn(process.execPath, [script, file], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout as NodeJS.ReadableStream, "data");
  return child;
}

const acquire = (file: string, waitMs: number) =>
  ExclusiveLock.acquire(file, { place: "volume /data", waitMs });

describe("the exclusive lock", () => {
  test("held by another process makes the second say who holds the place", async () => {
    const file = join(scratchDirectory(), "state/lock");
    const { pid } = await holder(file);
    await expect(acquire(file, 0)).rejects.toMatchObject({
      code: "LOCK_HELD",
      message: `volume /data is in use by another run (process ${pid}, lock ${file})`,
    });
  });

  test("makes the second wait until the first lets go", async () => {
    const file = join(scratchDirectory(), "lock");
    const child = await holder(file);
    const second = acquire(file, 10_000);
    child.stdin?.write("go\n");
    (await second)[Symbol.dispose]();
  });

  test("is free at once when its holder is killed", async () => {
    const file = join(scratchDirectory(), "lock");
    const child = await holder(file);
    child.kill("SIGKILL");
    await once(child, "exit");
    (await acquire(file, 0))[Symbol.dispose]();
  });

  test("can go with its file, and whoever waits for it makes another one", async () => {
    const file = join(scratchDirectory(), "lock");
    const first = await acquire(file, 0);
    const second = acquire(file, 10_000);
    first.remove();
    using _second = await second;
    expect(existsSync(file)).toBe(true);
    await expect(acquire(file, 0)).rejects.toMatchObject({ code: "LOCK_HELD" });
  });

  test("is had by one at a time, however often it goes with its file while others take it", async () => {
    const file = join(scratchDirectory(), "lock");
    const script = join(import.meta.dirname, "lock-takers.ts");
    const takers = [1, 2, 3].map(() => spawn(process.execPath, [script, file, "100"], { stdio: "inherit" }));
    const exits = await Promise.all(takers.map((taker) => once(taker, "exit")));
    expect(exits).toEqual(takers.map(() => [0, null]));
    expect(existsSync(file)).toBe(false);
  });

  test("is exclusive within one process too, and a try does not loosen it for other processes", async () => {
    const file = join(scratchDirectory(), "lock");
    using _first = await acquire(file, 0);
    await expect(acquire(file, 60)).rejects.toMatchObject({ code: "LOCK_HELD" });
    const script = `import { ExclusiveLock } from ${JSON.stringify(join(import.meta.dirname, "../../src/tree/exclusive-lock.ts"))};
      await ExclusiveLock.acquire(${JSON.stringify(file)}, { place: "x", waitMs: 0 }).then(() => process.exit(1), (e) => process.exit(e.code === "LOCK_HELD" ? 0 : 2));`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" });
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  test("does not follow a link at its name, nor make what the link points to", async () => {
    const root = writeFiles(scratchDirectory(), { precious: "precious" });
    for (const target of ["precious", "not-there"]) {
      symlinkSync(target, join(root, `lock-${target}`));
      await expect(acquire(join(root, `lock-${target}`), 0)).rejects.toMatchObject({ code: "PATH_LINKED" });
    }
    expect(readFileSync(join(root, "precious"), "utf8")).toBe("precious");
    expect(existsSync(join(root, "not-there"))).toBe(false);
  });

  test("gives up waiting when it is told to stop", async () => {
    const file = join(scratchDirectory(), "lock");
    using _first = await acquire(file, 0);
    const signal = AbortSignal.timeout(100);
    await expect(ExclusiveLock.acquire(file, { place: "x", signal })).rejects.toThrowError(/abort/i);
  });

  test("hands on why it was told to stop", async () => {
    const file = join(scratchDirectory(), "lock");
    using _first = await acquire(file, 0);
    const { signal, reason } = stopsSoon();
    await expect(ExclusiveLock.acquire(file, { place: "x", signal })).rejects.toBe(reason);
  });
});

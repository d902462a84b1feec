import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { inParallel, Slots } from "../../src/fault/slots.ts";

test("so many run at a time, and the results come in the items' order", async () => {
  let [running, most] = [0, 0];
  const results = await inParallel([30, 1, 20, 5, 1], 2, async (wait) => {
    most = Math.max(most, ++running);
    await sleep(wait);
    running--;
    return wait * 2;
  });
  expect(results).toEqual([60, 2, 40, 10, 2]);
  expect(most).toBe(2);
});

test("an item is asked for only when there is room for it", async () => {
  let given = 0;
  async function* items() {
    while (given < 6) yield given++;
  }
  let finished = 0;
  await inParallel(items(), 2, async () => {
    await sleep(1);
    expect(given - finished).toBeLessThanOrEqual(3);
    finished++;
  });
  expect(finished).toBe(6);
});

test("the first failure is thrown, once what runs has ended, and nothing new is begun", async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const work = inParallel([0, 1, 2, 3, 4, 5], 2, async (item) => {
    begun.push(item);
    if (item === 1) throw new Error("one");
    await sleep(20);
    ended.push(item);
  });
  await expect(work).rejects.toThrow("one");
  expect(ended).toEqual(begun.filter((item) => item !== 1));
  expect(begun.length).toBeLessThan(4);
});

test("a source of items that fails ends the work that was begun", async () => {
  const ended: number[] = [];
  function* items() {
    yield 1;
    throw new Error("no more");
  }
  const work = inParallel(items(), 2, async (item) => {
    await sleep(10);
    ended.push(item);
  });
  await expect(work).rejects.toThrow("no more");
  expect(ended).toEqual([1]);
});

test("a slot is given back by work that fails", async () => {
  const slots = new Slots(1);
  await expect(slots.run(async () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  expect(await slots.run(async () => "next")).toBe("next");
});

import { expect, test } from "vitest";
import { killDeliveries } from "./kill-delivery.ts";

test("fetches and materialisations that are killed tear nothing, and the next run completes", async () => {
  const { killed, done } = await killDeliveries(8, 20260101);
  expect(killed + done).toBe(8);
}, 120_000);

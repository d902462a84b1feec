import { expect, test } from "vitest";
import { seenDeliveries, storeDelivery, storeSpec } from "../../../src/agents/dispatch/store-delivery.ts";
import { webhookDelivery } from "../../../src/agents/kinds/record/webhook-delivery.ts";
import { replayDelivery } from "../../../src/agents/triggers/replay.ts";
import { readWebhook } from "../../../src/agents/triggers/webhook-request.ts";
import { certain } from "../../../src/fault/certain.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { openStore, openStoreAt } from "../store/scene.ts";
import { ciEvent, nothingSeen, recordedSecret, webhook } from "../triggers/recorded.ts";

const now = () => new Date("2026-11-22T10:00:00Z");
const recorded = (name: string) => {
  const { headers, body } = webhook(name);
  return readWebhook(headers, body, { secrets: [recordedSecret], seen: nothingSeen });
};

describeOnBoth("a delivery", (databases) => {
  test("of a CI run is stored once: a run that is repeated stores nothing new (P-56)", async () => {
    await using scene = await openStore(databases);
    const incoming = ciEvent("pull-request-opened");
    const first = await storeDelivery({ ...scene, now }, "tidewater", incoming);
    expect(first).toMatchObject({ isNew: true, delivery: { status: { phase: "Received" } } });
    const again = await storeDelivery({ ...scene, now }, "tidewater", {
      ...incoming,
      digest: `sha256:${"1".repeat(64)}`,
    });
    expect(again.isNew).toBe(false);
    expect(again.delivery.metadata.uid).toBe(first.delivery.metadata.uid);
    const elsewhere = await storeDelivery({ ...scene, now }, "acme", incoming);
    expect(elsewhere.isNew).toBe(true);
  });

  test("that is a webhook is refused when it comes again, by its ID and by its bytes, and before it is read", async () => {
    await using scene = await openStore(databases);
    const incoming = await recorded("issue-label-set");
    await storeDelivery({ ...scene, now }, "tidewater", incoming);
    for (const again of [incoming, { ...incoming, deliveryId: "another-id" }])
      await expect(storeDelivery({ ...scene, now }, "tidewater", again)).rejects.toMatchObject({
        code: "WEBHOOK_REPLAYED",
      });
    const { headers, body } = webhook("issue-label-set");
    const seen = seenDeliveries(scene.database, "tidewater");
    await expect(readWebhook(headers, body, { secrets: [recordedSecret], seen })).rejects.toMatchObject({
      code: "WEBHOOK_REPLAYED",
    });
    const renamed = { ...headers, "x-gitea-delivery": "another-id" };
    await expect(readWebhook(renamed, body, { secrets: [recordedSecret], seen })).rejects.toMatchObject({
      code: "WEBHOOK_REPLAYED",
      message: expect.stringContaining("bytes"),
    });
    expect(await countDeliveries(scene)).toBe(1);
  });

  test("stays known after its record is gone, so that an old one is not replayed", async () => {
    await using scene = await openStore(databases);
    const incoming = await recorded("issue-label-set");
    const { delivery } = await storeDelivery({ ...scene, now }, "tidewater", incoming);
    await scene.store.write((writer) => writer.delete(webhookDelivery, delivery.metadata));
    await expect(storeDelivery({ ...scene, now }, "tidewater", incoming)).rejects.toMatchObject({
      code: "WEBHOOK_REPLAYED",
    });
  });

  test("is replayed as one of its own, as often as somebody asks for it", async () => {
    await using scene = await openStore(databases);
    const services = { ...scene, now };
    const { delivery } = await storeDelivery(services, "tidewater", await recorded("issue-label-set"));
    const replay = (request: string) =>
      storeSpec(
        services,
        "tidewater",
        replayDelivery({
          name: delivery.metadata.name,
          spec: delivery.spec,
          now: now().toISOString(),
          request,
        }),
      );
    expect([await replay("r1"), await replay("r1"), await replay("r2")].map(({ isNew }) => isNew)).toEqual([
      true,
      false,
      true,
    ]);
  });

  test("is stored once by many who store it at the same time", async () => {
    await using scene = await openStore(databases);
    const others = await Promise.all([1, 2, 3].map(() => openStoreAt(scene.location)));
    try {
      const incoming = ciEvent("pull-request-opened");
      const stored = await Promise.all(
        [scene, ...others].flatMap((each) =>
          [1, 2, 3].map(() => storeDelivery({ ...each, now }, "tidewater", incoming)),
        ),
      );
      expect(stored.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(new Set(stored.map(({ delivery }) => delivery.metadata.uid)).size).toBe(1);
    } finally {
      for (const each of others) await each[Symbol.asyncDispose]();
    }
  });

  test("of the largest payload that a forge sends fits into the database", async () => {
    await using scene = await openStore(databases);
    const texts = Array.from({ length: 14 }, () => "ü".repeat(70_000));
    const { delivery } = await storeDelivery({ ...scene, now }, "tidewater", {
      ...ciEvent("pull-request-opened"),
      payload: { texts },
    });
    expect(certain(delivery).spec.payload).toBeUndefined();
  });
});

async function countDeliveries({ store }: Awaited<ReturnType<typeof openStore>>): Promise<number> {
  return (await store.read((reader) => reader.list(webhookDelivery))).items.length;
}

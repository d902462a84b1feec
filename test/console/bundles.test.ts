import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { agentAction } from "../../src/agents/kinds/record/agent-action.ts";
import { csrfTokenOf } from "../../src/api/doors/csrf-token.ts";
import { ed25519Verifier } from "../../src/config/bundle/bundle-signature.ts";
import { type ConsoleWorld, consoleWorld, organization, repository } from "./console-world.ts";
import { bearing, bundleOf, call, canary, hostile, rows, write, written } from "./sent-bundles.ts";

const base = `/orgs/${organization}`;
const page = `${base}/config/bundle`;
const review = `${base}/review/import`;
/** Sends a bundle as a browser does: a form with a file. */
async function upload(
  { url }: ConsoleWorld,
  headers: Readonly<Record<string, string>>,
  bundle: string | Uint8Array<ArrayBuffer>,
  fields: Readonly<Record<string, string>> = {},
) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  body.set("bundle", new File([bundle], `${hostile}.bundle`), `${hostile}.bundle`);
  const answer = await fetch(`${url}${page}`, {
    ...{ method: "POST", redirect: "manual", body },
    headers: { accept: "application/json", ...headers },
  });
  const data = await answer.json().catch(() => undefined);
  return { status: answer.status, location: answer.headers.get("location"), data };
}

describe("a bundle on the console", () => {
  test("is planned by scope with nothing secret shown, reviewed, and imported under its sender's name (P-45)", async () => {
    await using world = await consoleWorld();
    const mira = await world.visit("mira");
    expect((await mira.model(`${base}/config`)).data.model.offers).toMatchObject([{ href: page }]);
    expect(await upload(world, bearing(mira), await bundleOf(rows))).toMatchObject({
      ...{ status: 303, location: page },
    });
    const planned = await mira.model(page);
    expect(planned.data.model.sent.planned).toMatchObject({
      changes: 4,
      plan: { counts: { create: 4, change: 0, delete: 0 }, prune: false },
      scopes: [
        { scope: "global", rows: [{ kind: "create", table: "mcp_server", key: "global forge" }] },
        { scope: "type", rows: [{ table: "system_prompt" }] },
        { scope: "", rows: [{ table: "agent_type" }, { table: "agent" }] },
      ],
    });
    const html = (await mira.html(page)).text.replace(/<script type="application\/json".*?<\/script>/s, "");
    expect(html).toContain("Mend berths.");
    expect(html, "a text of a bundle is shown, and is no element").not.toContain("<img src=x");
    expect(html, "nor does it turn the page's words around").not.toContain("\u202E");
    expect(html + JSON.stringify(planned.data)).not.toContain(canary);
    expect(await written(world), "nothing is written yet").toMatchObject({ length: 0 });

    const { data } = await mira.model(review);
    expect(data.model.impact).toMatchObject({
      rights: [{ isHeld: true, text: expect.stringContaining("update configrows") }],
      rehearsal: { isDone: true, message: expect.stringContaining("ada") },
    });
    const done = await mira.send(data.model.offer.href, data.model.hidden);
    expect(done).toMatchObject({ status: 303, location: `${base}/config?done=import` });
    expect((await mira.model(`${base}/config?done=import`)).data.frame.notice).toContain("imported");
    expect(await written(world)).toMatchObject([
      { who: "mira", origin: `bundle ${data.model.hidden.bundle}`, total: 4 },
    ]);
    expect(await world.list(agentAction)).toMatchObject([
      {
        spec: { action: "import", actor: { name: "mira" }, via: "api", target: { kind: "ConfigDatabase" } },
        status: { phase: "Done", result: expect.stringContaining("4 rows created") },
      },
    ]);
    expect((await mira.model(page)).data.model, "what is imported waits no more").not.toHaveProperty("sent");
    expect(world.faults).toEqual([]);
  });

  test("whose plan has gone stale between review and import is refused, and shown as it is now", async () => {
    await using world = await consoleWorld();
    const mira = await world.visit("mira");
    await upload(world, bearing(mira), await bundleOf(rows));
    const { data } = await mira.model(review);
    await write(world.database, rows.slice(0, 2));
    const refused = await mira.send(data.model.offer.href, data.model.hidden);
    expect(refused).toMatchObject({ status: 409, data: { model: { fault: { code: "PLAN_STALE" } } } });
    expect(refused.data.model.planned.changes, "the page has the plan of now").toBe(2);
    expect(await world.list(agentAction)).toMatchObject([
      { status: { phase: "Failed", code: "PLAN_STALE" } },
    ]);
    await upload(world, bearing(mira), await bundleOf(rows.slice(0, 1)));
    const other = await mira.send(data.model.offer.href, refused.data.model.hidden);
    expect(other.data.model.fault, "another bundle that was sent meanwhile").toMatchObject({
      code: "PLAN_STALE",
    });
    expect((await mira.send(data.model.offer.href, { ...refused.data.model.hidden, base: "x" })).status).toBe(
      422,
    );
  });

  test("that is damaged, too large, unsigned or of no bundle is refused with its code, and kept by nobody", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const pem = String(privateKey.export({ type: "pkcs8", format: "pem" }));
    const verifier = ed25519Verifier(String(publicKey.export({ type: "spki", format: "pem" })), "ops.pem");
    await using world = await consoleWorld(undefined, undefined, verifier);
    const mira = await world.visit("mira");
    const signed = await bundleOf(rows, pem);
    const unsigned = await bundleOf(rows);
    const binary = new Uint8Array(Buffer.from(signed));
    binary[signed.indexOf("Mend")] = 0xff;
    const cases: readonly [string | Uint8Array<ArrayBuffer>, number, string][] = [
      [unsigned, 422, "BUNDLE_UNSIGNED"],
      [signed.replace("Mend berths", "Sink berths"), 422, "BUNDLE_INVALID"],
      [signed.slice(0, -30), 422, "BUNDLE_INVALID"],
      [signed.replace(/"schema":\d+/, '"schema":9999'), 422, "BUNDLE_TOO_NEW"],
      [binary, 422, "BUNDLE_INVALID"],
      ["", 422, "BUNDLE_INVALID"],
      [`\uFEFF${signed}`, 422, "BUNDLE_INVALID"],
      [`${hostile}\u0000`, 422, "BUNDLE_INVALID"],
      [signed + " ".repeat(1_000_001), 413, "RESOURCE_TOO_LARGE"],
    ];
    for (const [bundle, status, code] of cases) {
      const answer = await upload(world, bearing(mira), bundle);
      expect(answer, code).toMatchObject({ status, data: { model: { fault: { code } } } });
      expect(answer.data.model).not.toHaveProperty("sent");
      for (const route of ["plan", "import"])
        if (typeof bundle === "string")
          expect(await call(world, mira, route, { bundle }), `${route} ${code}`).toMatchObject({
            ...{ status, data: { error: { code } } },
          });
    }
    const huge = await upload(world, bearing(mira), "x".repeat(2_200_000));
    expect(huge).toMatchObject({ status: 413, data: { model: { code: "RESOURCE_TOO_LARGE" } } });
    const tooLong = await call(world, mira, "plan", { bundle: "x".repeat(3_200_000) });
    expect(tooLong).toMatchObject({ status: 413, data: { error: { code: "RESOURCE_TOO_LARGE" } } });
    expect(await upload(world, bearing(mira), signed), "signed it is taken").toMatchObject({ status: 303 });
    expect(await written(world)).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  test("prunes only where that was asked for, and never everything", async () => {
    await using world = await consoleWorld();
    await write(world.database, rows);
    const mira = await world.visit("mira");
    const fewer = await bundleOf(rows.slice(0, 2));
    await upload(world, bearing(mira), fewer);
    const kept = (await mira.model(page)).data.model.sent;
    expect(kept.review.reason).toBe("Nothing would change.");
    await upload(world, bearing(mira), fewer, { prune: "true" });
    const { data } = await mira.model(review);
    expect(data.model.planned.plan).toMatchObject({ prune: true, counts: { delete: 2 } });
    const other = { ...data.model.hidden, prune: "false" };
    expect((await mira.send(data.model.offer.href, other)).data.model.fault).toMatchObject({
      code: "PLAN_STALE",
    });
    expect((await mira.send(data.model.offer.href, data.model.hidden)).status).toBe(303);
    await upload(world, bearing(mira), await bundleOf([]), { prune: "true" });
    const nothing = await mira.model(review);
    expect(nothing.data.model.offer.reason).toContain("PRUNE_REFUSED");
    const forced = await mira.send(nothing.data.model.offer.href, nothing.data.model.hidden);
    expect(forced.data.model.fault).toMatchObject({ code: "PRUNE_REFUSED" });
  });

  test("is imported only by who may change the rows, and its sender alone sees it", async () => {
    await using world = await consoleWorld();
    const [mira, rory, sam] = [
      await world.visit("mira"),
      await world.visit("rory", [`forge:read:${repository}`]),
      await world.visit("sam", []),
    ];
    const bundle = await bundleOf(rows);
    await upload(world, bearing(mira), bundle);
    expect((await rory.model(page)).data.model).not.toHaveProperty("sent");
    expect(await upload(world, bearing(rory), bundle), "who reads the rows may see a plan").toMatchObject({
      status: 303,
    });
    const { data } = await rory.model(review);
    expect(data.model.offer.reason).toContain("may not update configrows");
    const refused = await rory.send(data.model.offer.href, data.model.hidden);
    expect(refused).toMatchObject({ status: 403, data: { model: { fault: { code: "POLICY_DENIED" } } } });
    expect((await call(world, rory, "import", { bundle, dryRun: true })).status).toBe(403);
    expect((await call(world, sam, "plan", { bundle })).status).toBe(403);
    expect((await upload(world, bearing(sam), bundle)).status).toBe(403);
    expect((await sam.model(page)).status).toBe(403);
    expect((await mira.model(page.replace(organization, "acme"))).status).toBe(404);
    expect((await call(world, mira, "plan?org=acme", { bundle })).status).toBe(404);
    expect(await written(world)).toEqual([]);
  });

  test("is taken from no other site's form, and no other page takes a file", async () => {
    await using world = await consoleWorld();
    const mira = await world.visit("mira");
    const bundle = await bundleOf(rows);
    const own = { cookie: `identikit-${new URL(world.url).port}=${mira.token}`, origin: world.url };
    const csrf = csrfTokenOf(mira.token);
    expect(await upload(world, own, bundle, { csrf })).toMatchObject({ status: 303, location: page });
    for (const fields of [{}, { csrf: csrfTokenOf("another") }])
      expect((await upload(world, own, bundle, fields)).status).toBe(403);
    expect((await upload(world, { ...own, origin: "https://evil.test" }, bundle, { csrf })).status).toBe(403);
    const body = new FormData();
    body.set("csrf", csrf);
    for (const path of [`${base}/actions/import`, `${base}/config`, `${page}x`, `${page}/x`])
      expect((await fetch(`${world.url}${path}`, { method: "POST", headers: own, body })).status).toBe(415);
    const open = { ...own, "content-type": "multipart/form-data; boundary=x" };
    for (const text of ["", "--x", `--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n${csrf}`])
      expect((await fetch(`${world.url}${page}`, { method: "POST", headers: open, body: text })).status).toBe(
        403,
      );
    expect(world.faults).toEqual([]);
  });
});

import { createServer } from "node:http";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { csrfTokenOf } from "../../../src/api/doors/csrf-token.ts";
import { requires } from "../../requirement.ts";
import { openBrowser } from "../../services/chromium.ts";
import { listenAlone } from "../../services/free-port.ts";
import { noteWords, openContext } from "../../services/watched-browser.ts";
import { doorsWorld } from "./doors-world.ts";

requires("chromium")("a real browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  test("opens the link, is signed in, and the token is gone from its address and its history", async () => {
    await using world = await doorsWorld();
    const context = await openContext(browser);
    const page = await context.newPage();
    const link = world.links.make();
    await page.goto(`${world.url}/login?next=%2Fhere#${link}`);
    await page.waitForURL(`${world.url}/here`);
    expect(await page.textContent("body")).toContain("mira");
    const cookies = await context.cookies();
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: "Strict", path: "/", domain: "127.0.0.1" }]);
    await page.goBack();
    expect(page.url()).not.toContain(link);
  });

  test("signs in, changes something and signs out without scripts", async () => {
    await using world = await doorsWorld({ pages: csrfPage });
    const context = await openContext(browser, { javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${world.url}/form`);
    await page.waitForURL(`${world.url}/login?next=%2Fform`);
    await page.fill("#token", world.links.make());
    await page.click("button");
    await page.waitForURL(`${world.url}/form`);
    // The form of a page: its browser names the page's origin, as the door wants it.
    await page.click("#act");
    await page.getByText("done").waitFor();
    await page.goto(`${world.url}/form`);
    await page.click("#leave");
    await page.waitForURL(`${world.url}/login`);
    expect(await context.cookies()).toEqual([]);
  });

  test("keeps every script, style and string of HTML of a page's own from running, and tests hear of it (P-55)", async () => {
    const pages =
      () => `<!doctype html><title>Own</title><link rel="icon" href="data:,"><script>document.title = "ran"</script>
<style>body { color: red }</style><img src="https://elsewhere.example/x.png" alt="">`;
    await using world = await doorsWorld({ pages });
    const context = await browser.newContext();
    const said = await noteWords(context);
    const page = await context.newPage();
    await page.goto(`${world.url}/login?next=%2Fform#${world.links.make()}`);
    await page.waitForURL(`${world.url}/form`);
    const written = page.evaluate("document.body.innerHTML = '<b>string</b>'");
    await expect(written).rejects.toThrow("TrustedHTML");
    expect(await page.title()).toBe("Own");
    await context.close();
    for (const directive of ["script-src-elem", "style-src-elem", "img-src", "require-trusted-types-for"])
      expect(said).toContainEqual(expect.stringContaining(`policy: ${directive} kept out`));
  });

  test("that comes by a link of another site is still signed in", async () => {
    await using world = await doorsWorld();
    await using other = await foreignSite(`<a href="${world.url}/here">go</a>`);
    const context = await openContext(browser);
    const page = await context.newPage();
    await page.goto(`${world.url}/login#${world.links.make()}`);
    await page.waitForURL(`${world.url}/`);
    // Another name for this machine is another site to a browser.
    await page.goto(other.url);
    await page.click("a");
    await page.waitForURL(`${world.url}/here`);
    expect(await page.textContent("body")).toContain("mira");
  });

  test("lets a page of another origin change and read nothing, and frame no page", async () => {
    await using world = await doorsWorld({ pages: csrfPage });
    const context = await openContext(browser, {
      expected: /ERR_BLOCKED_BY_RESPONSE|frame-ancestors|403 \(Forbidden\)/,
    });
    const page = await context.newPage();
    await page.goto(`${world.url}/login#${world.links.make()}`);
    await page.waitForURL(`${world.url}/`);
    const [{ value = "" } = {}] = await context.cookies();
    const form = (host: string) => `<form method="post" action="http://${host}:${world.port}/act">
      <input name="csrf" value="${csrfTokenOf(value)}"><button>go</button></form>
      <script src="http://${host}:${world.port}/here"></script>
      <iframe src="http://${host}:${world.port}/form"></iframe>`;
    // The same host on another port shares its cookies; another name is another site.
    for (const at of ["127.0.0.1", "localhost"]) {
      await using other = await foreignSite(form("127.0.0.1"), at);
      const before = world.acted.length;
      const scripts = page.waitForResponse(({ url }) => url().endsWith("/here")).catch(() => undefined);
      await page.goto(other.url, { waitUntil: "load" });
      expect((await scripts)?.status() ?? 403).not.toBe(200);
      const frame = page.frames()[1];
      expect(
        await frame
          ?.locator("#act")
          .count()
          .catch(() => 0),
      ).toBe(0);
      await page.click("button");
      await page.waitForLoadState();
      expect(world.acted).toHaveLength(before);
    }
  });
});

/** Pages as the console makes them: a form with the session's token. */
function csrfPage(token: string): string {
  const csrf = csrfTokenOf(token);
  const field = `<input type="hidden" name="csrf" value="${csrf}">`;
  return `<!doctype html><html lang="en"><title>Form</title><link rel="icon" href="data:,">
<form method="post" action="/act">${field}<button id="act">Act</button></form>
<form method="post" action="/logout">${field}<button id="leave">Leave</button></form>`;
}

async function foreignSite(body: string, host = "localhost") {
  const server = createServer((_, response) => {
    response.setHeader("content-type", "text/html").end(`<!doctype html><title>x</title>${body}`);
  });
  await listenAlone(server);
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://${host}:${port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";

export interface WatchedOptions extends BrowserContextOptions {
  /** Whom requests come from, by their token. */
  readonly token?: string | undefined;
  /** What pages say because of what the test does to them, such as a request that the server refuses; all else that they say fails it. */
  readonly expected?: RegExp | undefined;
}

/** How long pages are waited for, which draw slowly on a busy machine; less than a test has. */
const patienceMs = 100_000;

/**
 * A server that ends before the page that listens to it is no fault of the page. The last of these is a connection that the system had
 * taken and the server had not, when it ended.
 */
const ended = /net::ERR_(?:CONNECTION_|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/;

/**
 * Notes from now on what pages say on their console, throw, or are kept from by their policy (`securitypolicyviolation` of CSP Level 3, 5.4;
 * Trusted Types are part of it).
 */
export async function noteWords(context: BrowserContext): Promise<readonly string[]> {
  const said: string[] = [];
  context.on("console", (message) => said.push(message.text()));
  context.on("weberror", (thrown) => said.push(String(thrown.error())));
  await context.addInitScript(`addEventListener("securitypolicyviolation", (report) =>
    console.error("policy: " + report.effectiveDirective + " kept out " + (report.blockedURI || report.sample)));`);
  return said;
}

/** Somebody's browser until the end of the test. Whatever its pages say, see {@link noteWords}, fails the test. */
export async function openContext(
  browser: Browser,
  { token, expected, ...options }: WatchedOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(patienceMs);
  if (token !== undefined) await context.setExtraHTTPHeaders({ authorization: `Bearer ${token}` });
  const said = await noteWords(context);
  onTestFinished(async () => {
    await context.close();
    expect(
      said.filter((text) => !ended.test(text) && !expected?.test(text)),
      "what pages said",
    ).toEqual([]);
  });
  return context;
}

/** A page of a browser of its own, see {@link openContext}. */
export async function openPage(browser: Browser, options: WatchedOptions = {}): Promise<Page> {
  return await (await openContext(browser, options)).newPage();
}

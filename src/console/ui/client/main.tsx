import { hydrate, render } from "preact";
import type { LiveState, PageDataOf, ViewName } from "../../page/page.ts";
import { App } from "../app.tsx";
import { listenForCopies } from "./copy-buttons.ts";
import { LiveChanges } from "./live-changes.ts";
import { listenForPalette } from "./palette-key.ts";
import { readPage } from "./read-page.ts";
import { sayNotLive } from "./say-not-live.ts";
import { viewLoaders } from "./view-loaders.ts";

/**
 * Makes the page live: what the server has drawn is taken over, and drawn again whenever something that it shows has changed. The stream is
 * opened while what draws the view still arrives; what it brings until then waits.
 */
async function start<View extends ViewName>(first: PageDataOf<View>): Promise<void> {
  const root = document.getElementById("app");
  if (root === null) return;
  listenForPalette(first.frame.organization);
  listenForCopies();
  const taken = Promise.withResolvers<void>();
  let data = first;
  let live: LiveState = { state: "still" };
  let draw = () => {};
  const changes = new LiveChanges(first.frame, {
    refresh: async () => {
      const next = await readPage(first.view);
      if (!next) return location.reload();
      await taken.promise;
      data = next;
      draw();
      changes.follow(next.frame);
    },
    tell: (state) => {
      live = state;
      draw();
    },
  });
  changes.start();
  const view = await viewLoaders[first.view]().catch(() => undefined);
  if (view === undefined) {
    changes.stop();
    return sayNotLive();
  }
  // The first drawing is the server's, so that nothing of it is thrown away.
  hydrate(<App data={first} view={view} live={{ state: "still" }} />, root);
  draw = () => render(<App data={data} view={view} live={live} />, root);
  draw();
  taken.resolve();
}

const embedded = document.getElementById("page")?.textContent;
if (embedded) void start(JSON.parse(embedded));

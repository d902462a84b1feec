import { hydrate, render } from "preact";
import type { LiveState, PageDataOf, ViewName } from "../../page/page.ts";
import { App } from "../app.tsx";
import { listenForCopies } from "./copy-buttons.ts";
import { LiveChanges } from "./live-changes.ts";
import { listenForPalette } from "./palette.tsx";
import { readPage } from "./read-page.ts";
import { sayNotLive } from "./say-not-live.ts";
import { viewLoaders } from "./view-loaders.ts";

/** Makes the page live: what the server has drawn is taken over, and drawn again whenever something that it shows has changed. */
async function start<View extends ViewName>(first: PageDataOf<View>): Promise<void> {
  const root = document.getElementById("app");
  if (root === null) return;
  listenForPalette(first.frame.organization);
  listenForCopies();
  const view = await viewLoaders[first.view]().catch(() => undefined);
  if (view === undefined) return sayNotLive();
  let data = first;
  let live: LiveState = { state: "still" };
  const app = () => <App data={data} view={view} live={live} />;
  hydrate(app(), root);
  const changes = new LiveChanges(first.frame, {
    refresh: async () => {
      const next = await readPage(first.view);
      if (!next) return location.reload();
      data = next;
      render(app(), root);
      changes.follow(next.frame);
    },
    tell: (state) => {
      live = state;
      render(app(), root);
    },
  });
  changes.start();
}

const embedded = document.getElementById("page")?.textContent;
if (embedded) void start(JSON.parse(embedded));

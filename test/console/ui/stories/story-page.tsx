import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { PageHead } from "../../../../src/console/ui/components/shell/page-head.tsx";
import { PageShell } from "../../../../src/console/ui/components/shell/page-shell.tsx";
import { StatusWord } from "../../../../src/console/ui/components/status/status-word.tsx";
import { consoleStyle } from "../../../../src/console/ui/style/style-text.ts";
import { partStories } from "./part-stories.tsx";
import { placeStories } from "./place-stories.tsx";
import { runStories } from "./run-stories.tsx";
import { stateStories } from "./state-stories.tsx";
import type { Story } from "./story.ts";

export const storyPages: Readonly<Record<string, readonly Story[]>> = {
  parts: partStories,
  runs: runStories,
  places: placeStories,
  states: stateStories,
};

/** Stories in the frame that every page of the console has. */
export function storyPage(title: string, stories: readonly Story[]): string {
  const shell = (
    <PageShell
      top={{
        home: "/",
        organization: "tidewater",
        organizations: [
          { word: "tidewater", href: "/orgs/tidewater/agents" },
          { word: "lighthouse", href: "/orgs/lighthouse/agents" },
        ],
        searchAction: "/search",
        pills: [
          { tone: "ok", icon: "activity", word: "Live" },
          {
            tone: "wait",
            icon: "circle-pause",
            word: "3 approvals",
            href: "/orgs/tidewater/agents/approvals",
          },
        ],
        viewer: { name: "mira", links: [{ word: "Sign out", href: "/logout" }] },
      }}
      side={{
        current: "/orgs/tidewater/agents/runs",
        groups: [
          {
            title: "Agents",
            links: [
              { word: "Overview", href: "/orgs/tidewater/agents", icon: "gauge" },
              { word: "Runs", href: "/orgs/tidewater/agents/runs", icon: "play", count: 12 },
              { word: "Approvals", href: "/orgs/tidewater/agents/approvals", icon: "shield", count: 3 },
              { word: "Workspaces", href: "/orgs/tidewater/agents/workspaces", icon: "folder-git-2" },
            ],
          },
          {
            title: "Identity",
            links: [
              { word: "Images", href: "/orgs/tidewater/images", icon: "package" },
              { word: "Environments", href: "/orgs/tidewater/environments", icon: "server" },
            ],
          },
        ],
      }}
      crumbs={[
        { word: "tidewater", href: "/orgs/tidewater/agents" },
        { word: "Runs", href: "/orgs/tidewater/agents/runs" },
        { word: title },
      ]}
    >
      <PageHead
        title={title}
        beside={<StatusWord phase="Running" kind="AgentDispatchRun" boxed />}
        lead="Every part of the console, in every state."
      />
      {stories.map(({ name, view }) => (
        <StoryFrame key={name} name={name} view={view} />
      ))}
    </PageShell>
  );
  return htmlOf(title, shell);
}

function StoryFrame({ name, view }: Story) {
  return (
    <section class="stack tight" aria-label={`Story: ${name}`}>
      <h2 class="muted small">{name}</h2>
      {view}
    </section>
  );
}

/** A page with the style of the console. */
export function htmlOf(title: string, body: VNode): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>${consoleStyle}</style></head><body>${renderToString(body)}</body></html>`;
}

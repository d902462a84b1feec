import type { ComponentChildren } from "preact";
import { addressOf } from "../page/address.ts";
import type { Frame, LiveState } from "../page/page.ts";
import { PageShell } from "./components/shell/page-shell.tsx";
import type { StatusPill } from "./components/shell/top-bar.tsx";
import { navigation } from "./navigation.ts";

/** What stands around every page: where one is, where else one can go, and what is going on. */
export function Shell({
  frame,
  live,
  children,
}: {
  readonly frame: Frame;
  readonly live: LiveState;
  readonly children: ComponentChildren;
}) {
  const { organization, organizations, crumbs, title, viewer } = frame;
  const to = (...parts: readonly string[]) => addressOf(organization, ...parts);
  return (
    <PageShell
      top={{
        home: to("agents"),
        organization,
        organizations: organizations.map((word) => ({ word, href: addressOf(word, "agents") })),
        searchAction: to("agents", "search"),
        pills: [...counterPills(frame), ...livePills(live)],
        viewer: {
          name: viewer,
          links: [
            { word: "Go to… (Ctrl K)", href: to("agents", "palette") },
            { word: "Drafts", href: to("agents", "drafts") },
          ],
          csrf: frame.csrf,
        },
      }}
      side={navigation(frame)}
      stale={"since" in live}
      crumbs={[...crumbs, { word: title }]}
    >
      {frame.notice !== undefined && (
        <p class="notice tone-ok" role="status">
          {frame.notice} {frame.noticeHref !== undefined && <a href={frame.noticeHref}>{frame.noticeHref}</a>}
        </p>
      )}
      {children}
    </PageShell>
  );
}

function counterPills({ organization, counters: { running, queued, approvals } }: Frame): StatusPill[] {
  const runs = addressOf(organization, "agents", "runs");
  return [
    ...(running === undefined
      ? []
      : [
          {
            word: `${running} running`,
            icon: "activity" as const,
            tone: "busy" as const,
            href: `${runs}?phase=Running`,
          },
        ]),
    ...(queued === undefined
      ? []
      : [
          {
            word: `${queued} queued`,
            icon: "clock" as const,
            tone: "idle" as const,
            href: `${runs}?phase=Queued`,
          },
        ]),
    ...(approvals === undefined || approvals === 0
      ? []
      : [
          {
            word: `${approvals} to decide`,
            icon: "inbox" as const,
            tone: "wait" as const,
            href: addressOf(organization, "agents", "approvals"),
          },
        ]),
  ];
}

/** Whether what the page shows can be vouched for. A page that nothing changes by itself says nothing. */
function livePills(live: LiveState): StatusPill[] {
  if (live.state === "still") return [];
  if (!("since" in live)) return [{ word: "Live", icon: "activity", tone: "ok", isTold: true }];
  const since = `Stale since ${live.since.slice(11, 19)} UTC`;
  const word = live.state === "StreamReconnecting" ? `${since}, reconnecting` : since;
  return [{ word, icon: "wifi-off", tone: "warn", isTold: true, state: live.state }];
}

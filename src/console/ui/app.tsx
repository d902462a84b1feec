import type { ComponentType } from "preact";
import { useMemo } from "preact/hooks";
import type { LiveState, PageDataOf, ViewName } from "../page/page.ts";
import { Shell } from "./shell.tsx";

/** What draws the content of a page. */
export type ViewComponent<View extends ViewName> = ComponentType<PageDataOf<View>>;

/** A page with what stands around it; the same on the server and in the browser. */
export function App<View extends ViewName>({
  data,
  view: Content,
  live,
}: {
  readonly data: PageDataOf<View>;
  readonly view: ViewComponent<View>;
  readonly live: LiveState;
}) {
  // Whether the page is live changes more often than what it shows, which then is not drawn again.
  const content = useMemo(() => <Content {...data} />, [Content, data]);
  return (
    <Shell frame={data.frame} live={live}>
      {content}
    </Shell>
  );
}

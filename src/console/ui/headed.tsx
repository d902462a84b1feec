import type { LoadedView, PageDataOf } from "../page/page.ts";
import type { ViewComponent } from "./app.tsx";
import { PageHead } from "./components/shell/page-head.tsx";

/** A view below its title; views that have more to say in their head draw it themselves. */
export function headed<View extends LoadedView>(content: ViewComponent<View>): ViewComponent<View> {
  const Content = content;
  return (data: PageDataOf<View>) => (
    <>
      <PageHead title={data.frame.title} />
      <Content {...data} />
    </>
  );
}

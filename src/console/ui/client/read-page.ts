import type { PageDataOf, ViewName } from "../../page/page.ts";

/**
 * The page's data as they are now.
 * @returns nothing where the address stands for another view by now: then it is loaded as a whole
 * @throws {TypeError} where the server cannot be reached
 */
export async function readPage<View extends ViewName>(view: View): Promise<PageDataOf<View> | undefined> {
  const response = await fetch(location.href, {
    headers: { accept: "application/json" },
    credentials: "same-origin",
  });
  if (!response.headers.get("content-type")?.startsWith("application/json")) return undefined;
  const data: PageDataOf<View> = await response.json();
  return data.view === view ? data : undefined;
}

import { render } from "preact-render-to-string";
import { visible } from "../../fault/visible.ts";
import type { PageDataOf, ViewName } from "../page/page.ts";
import { App } from "./app.tsx";
import { views } from "./views.ts";

export interface DocumentAssets {
  /** Where script and style lie, with a slash at the end; the name changes with what is in them. */
  readonly base: string;
  /** By view, the files of script that its page loads besides the first one. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
}

/** A page as a whole HTML document. It can be read and used as it is; the script makes it live. */
export function renderDocument<View extends ViewName>(
  data: PageDataOf<View>,
  { base, parts }: DocumentAssets,
): string {
  const document = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${visible(data.frame.title)} · ${data.frame.organization} · Identikit`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={`${base}console.css`} />
        <script type="module" src={`${base}client.js`} />
        {/* Without them, a browser asks for each file only when it has read the one that names it. */}
        {parts.get(data.view)?.map((file) => (
          <link key={file} rel="modulepreload" href={base + file} />
        ))}
      </head>
      <body>
        <div id="app">
          <App data={data} view={views[data.view]} live={{ state: "still" }} />
        </div>
        <PageJson data={data} />
      </body>
    </html>
  );
  return `<!doctype html>${render(document)}`;
}

/**
 * The page's data for the script. A browser ends a script element at `</script` whatever its type is, and `<!--` makes it read on:
 * without `<` neither is there, and JSON reads the escape as the same text.
 */
function PageJson({ data }: { readonly data: object }) {
  const text = JSON.stringify(data).replaceAll("<", "\\u003c");
  return <script type="application/json" id="page" dangerouslySetInnerHTML={{ __html: text }} />;
}

import type { PageDataOf } from "../../page/page.ts";
import { shownText } from "../../page/shown-text.ts";
import { PageHead } from "../components/shell/page-head.tsx";

export function SearchPage({ model: { text, organizations }, frame }: PageDataOf<"search">) {
  return (
    <>
      <PageHead title={frame.title} />
      <search>
        <form class="row" method="get">
          <label for="q">Words of a name, title or repository</label>
          <input id="q" name="q" type="search" value={text} />
          <button class="action" type="submit">
            Search
          </button>
        </form>
      </search>
      {organizations.map(({ name, groups }) => (
        <section key={name} class="panel" aria-labelledby={`in-${name}`}>
          <h2 id={`in-${name}`}>{name}</h2>
          {groups.length === 0 && (
            <p>
              {text === "" ? "Write something to search for." : "Nothing that you may see has these words."}
            </p>
          )}
          {groups.map(({ kind, hits, isPartial }) => (
            <section key={kind} aria-label={kind}>
              <h3>{kind}</h3>
              <ul>
                {hits.map(({ name: one, href, title, phase }) => (
                  <li key={one}>
                    <a href={href}>{shownText(title ?? one)}</a>{" "}
                    <small>{`${one}${phase === undefined ? "" : `, ${phase}`}`}</small>
                  </li>
                ))}
              </ul>
              {isPartial && <p>There may be more: use more words.</p>}
            </section>
          ))}
        </section>
      ))}
    </>
  );
}

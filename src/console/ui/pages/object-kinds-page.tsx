import type { PageDataOf } from "../../page/page.ts";

export function ObjectKindsPage({ model: { kinds } }: PageDataOf<"object-kinds">) {
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">Kind</th>
          <th scope="col">What it is</th>
          <th scope="col">Written by</th>
          <th scope="col">Objects</th>
        </tr>
      </thead>
      <tbody>
        {kinds.map(({ kind, href, summary, writtenBy, count, isMore }) => (
          <tr key={kind}>
            <th scope="row">
              <a href={href}>{kind}</a>
            </th>
            <td>{summary}</td>
            <td>{writtenBy}</td>
            <td class="number">{count === undefined ? "hidden" : `${count}${isMore ? "+" : ""}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

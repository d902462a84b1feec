import type { PageDataOf } from "../../page/page.ts";

export function DraftListPage({ model: { drafts } }: PageDataOf<"draft-list">) {
  if (drafts.length === 0) return <p>You have no drafts. A form keeps one for you when you save it.</p>;
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">Draft</th>
          <th scope="col">Kind</th>
          <th scope="col">Saved</th>
          <th scope="col">Kept until</th>
          <th scope="col">Next</th>
        </tr>
      </thead>
      <tbody>
        {drafts.map(({ kind, name, changed, expires, form, review }) => (
          <tr key={form}>
            <th scope="row">
              <a href={form}>{name === "" ? `New (${kind})` : name}</a>
            </th>
            <td>{kind}</td>
            <td>
              <time dateTime={changed}>{changed}</time>
            </td>
            <td>
              <time dateTime={expires}>{expires}</time>
            </td>
            <td>
              <a href={review}>{`Review ${name === "" ? `the new ${kind}` : name}`}</a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

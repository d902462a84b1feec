import type { ReadableField } from "../../object/readable-fields.ts";
import { shownText } from "../../page/shown-text.ts";

/** Fields of an object with their values, and what each means. */
export function FieldsPanel({
  id,
  title,
  fields,
}: {
  readonly id: string;
  readonly title: string;
  readonly fields: readonly ReadableField[];
}) {
  return (
    <section class="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <table class="table fields">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Value</th>
            <th scope="col">What it means</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ path, label, depth, value, description }) => (
            <tr key={path}>
              <th scope="row" class={`depth-${Math.min(depth, 5)}`}>
                {shownText(label)}
              </th>
              <td class="any-text">{value === undefined ? "" : shownText(value)}</td>
              <td>{description}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

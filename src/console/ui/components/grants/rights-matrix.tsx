import type { ComponentChildren } from "preact";
import { TableWrap } from "../data/table-wrap.tsx";
import { HiddenCharacters } from "../text/hidden-characters.tsx";

/** A cell of a matrix: nothing, or what is given. */
export interface MatrixProps {
  readonly label: string;
  /** What the rows are, above their names. */
  readonly corner: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly href?: string | undefined }[];
  readonly cell: (row: string, column: string) => ComponentChildren;
}

/** Who (rows) has what (columns); where it is narrow, a card for each row. */
export function Matrix({ label, corner, columns, rows, cell }: MatrixProps) {
  return (
    <TableWrap>
      <table class="data matrix" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, href }) => (
            <tr key={name}>
              <th scope="row">
                {href === undefined ? (
                  <HiddenCharacters text={name} most={300} />
                ) : (
                  <a href={href}>
                    <HiddenCharacters text={name} most={300} />
                  </a>
                )}
              </th>
              {columns.map((column) => (
                <td key={column} data-label={column}>
                  <span>{cell(name, column) ?? <NoRight />}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}

function NoRight() {
  return (
    <>
      <span class="muted" aria-hidden="true">
        –
      </span>
      <span class="visually-hidden">nothing</span>
    </>
  );
}

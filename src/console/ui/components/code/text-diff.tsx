import { HiddenCharacters } from "../text/hidden-characters.tsx";
import { type DiffLine, diffFiles } from "./diff-lines.ts";

export interface TextDiffProps {
  /** A difference in the unified format. */
  readonly text: string;
  /** The file, where the difference does not name it. */
  readonly name?: string | undefined;
  /** Lines that are shown at most, of all files. */
  readonly most?: number | undefined;
}

/** What differs in texts: line numbers of both sides, and a sign beside the colour. */
export function TextDiff({ text, name, most = 1000 }: TextDiffProps) {
  const files = diffFiles(text);
  let room = most;
  const shown = files.flatMap((file) => {
    const lines = file.lines.slice(0, Math.max(0, room));
    room -= file.lines.length;
    return lines.length === 0 && file.lines.length > 0 ? [] : [{ ...file, lines }];
  });
  return (
    <div class="stack tight">
      {shown.map((file) => (
        <div class="diff">
          {(file.name || name) && (
            <h4>
              <HiddenCharacters text={file.name || (name ?? "")} most={1000} />
            </h4>
          )}
          <table aria-label={`Difference of ${file.name || (name ?? "a text")}`}>
            <thead class="visually-hidden">
              <tr>
                <th scope="col">Old line</th>
                <th scope="col">New line</th>
                <th scope="col">Change</th>
                <th scope="col">Text</th>
              </tr>
            </thead>
            <tbody>
              {file.lines.map((line) => (
                <DiffRow line={line} />
              ))}
            </tbody>
          </table>
        </div>
      ))}
      {room < 0 && <p class="more">{-room} more lines are not shown.</p>}
    </div>
  );
}

const signs = { added: "+", removed: "−", same: "", hunk: "", note: "" } as const;

function DiffRow({ line }: { readonly line: DiffLine }) {
  if (line.kind === "hunk" || line.kind === "note")
    return (
      <tr class={line.kind}>
        <td colSpan={4}>
          <HiddenCharacters text={line.text} most={1000} />
        </td>
      </tr>
    );
  return (
    <tr class={line.kind}>
      <td class="line-number">{line.old}</td>
      <td class="line-number">{line.new}</td>
      <td class="sign">{signs[line.kind]}</td>
      <td>
        <HiddenCharacters text={line.text} most={4000} />
      </td>
    </tr>
  );
}

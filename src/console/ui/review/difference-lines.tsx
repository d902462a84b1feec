import { shownText } from "../../page/shown-text.ts";

const words = { "+": "added", "-": "removed", "@": "place" } as const;

/** Lines of a unified difference; what is added and removed is also said. */
export function DifferenceLines({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 0) return <p>Nothing differs.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled can be reached by keyboard (WCAG 2.1.1)
    <pre class="code diff" tabIndex={0}>
      <code>
        {lines.map((line, at) => {
          const kind = wordOf(line);
          const text = `${shownText(line)}\n`;
          return kind === "added" ? (
            <ins key={at}>{text}</ins>
          ) : kind === "removed" ? (
            <del key={at}>{text}</del>
          ) : (
            <span key={at}>{text}</span>
          );
        })}
      </code>
    </pre>
  );
}

function wordOf(line: string): string {
  const [sign = ""] = line;
  return sign === "+" || sign === "-" || sign === "@" ? words[sign] : "same";
}

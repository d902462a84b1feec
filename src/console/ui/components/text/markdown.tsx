import { CodeBlock } from "../code/code-block.tsx";
import { wholeCharacters } from "./character-pieces.ts";
import { HiddenCharacters } from "./hidden-characters.tsx";
import { type MarkdownBlock, markdownBlocks } from "./markdown-blocks.ts";
import type { MarkdownSpan } from "./markdown-spans.ts";

export interface MarkdownProps {
  readonly text: string;
  /** Characters that are shown at most. */
  readonly most?: number | undefined;
}

/** Text of people and agents, in a subset of Markdown without HTML and images; headings are paragraphs in bold, as the page has its own. */
export function Markdown({ text, most = 60_000 }: MarkdownProps) {
  const cut = text.length > most ? text.slice(0, wholeCharacters(text, most)) : text;
  return (
    <div class="prose">
      <Blocks blocks={markdownBlocks(cut)} />
      {cut.length < text.length && <p class="muted">… and {text.length - cut.length} more characters</p>}
    </div>
  );
}

function Blocks({ blocks }: { readonly blocks: readonly MarkdownBlock[] }) {
  return (
    <>
      {blocks.map((block) => (
        <Block block={block} />
      ))}
    </>
  );
}

function Block({ block }: { readonly block: MarkdownBlock }) {
  switch (block.kind) {
    case "paragraph":
      return (
        <p>
          <Spans spans={block.spans} />
        </p>
      );
    case "heading":
      return (
        <p class="heading">
          <Spans spans={block.spans} />
        </p>
      );
    case "code":
      return <CodeBlock text={block.text} />;
    case "quote":
      return (
        <blockquote>
          <Blocks blocks={block.blocks} />
        </blockquote>
      );
    case "list": {
      const items = block.items.map((item) => (
        <li>
          <Blocks blocks={item} />
        </li>
      ));
      return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
    }
    case "table":
      return <TableBlock block={block} />;
    case "rule":
      return <hr />;
  }
}

function TableBlock({ block: { head, rows } }: { readonly block: MarkdownBlock & { kind: "table" } }) {
  return (
    <table>
      <thead>
        <tr>
          {head.map((cell) => (
            <th scope="col">
              <Spans spans={cell} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {row.map((cell) => (
              <td>
                <Spans spans={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Spans({ spans }: { readonly spans: readonly MarkdownSpan[] }) {
  return (
    <>
      {spans.map((span) => (
        <Span span={span} />
      ))}
    </>
  );
}

function Span({ span }: { readonly span: MarkdownSpan }) {
  switch (span.kind) {
    case "text":
      return <HiddenCharacters text={span.text} />;
    case "code":
      return (
        <code>
          <HiddenCharacters text={span.text} />
        </code>
      );
    case "strong":
      return (
        <strong>
          <Spans spans={span.spans} />
        </strong>
      );
    case "emphasis":
      return (
        <em>
          <Spans spans={span.spans} />
        </em>
      );
    case "struck":
      return (
        <s>
          <Spans spans={span.spans} />
        </s>
      );
    case "link":
      return (
        <>
          <a href={span.href} rel="noopener noreferrer nofollow ugc">
            <Spans spans={span.spans} />
          </a>{" "}
          <span class="host">({span.host})</span>
        </>
      );
  }
}

import { statusMark } from "../status/status-marks.ts";
import { StatusWord } from "../status/status-word.tsx";
import { HiddenCharacters } from "../text/hidden-characters.tsx";
import { type GraphEdge, type GraphNode, graphLayout, type PlacedNode } from "./graph-layout.ts";

export interface GraphProps {
  /** Of the page. */
  readonly id: string;
  readonly title: string;
  /** What it shows, in a sentence. */
  readonly summary: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Things that are drawn at most; the list below has all. */
  readonly most?: number | undefined;
}

const box = { width: 184, height: 44, across: 248, down: 58, edge: 12 } as const;

/** What leads to what, from left to right, and the same as a list. */
export function Graph({ id, title, summary, nodes, edges, most = 150 }: GraphProps) {
  const placed = graphLayout(nodes.slice(0, most), edges);
  const places = new Map(placed.map((node) => [node.id, node]));
  const columns = Math.max(0, ...placed.map(({ column }) => column)) + 1;
  const rows = Math.max(0, ...placed.map(({ row }) => row)) + 1;
  const width = columns * box.across - (box.across - box.width) + 2 * box.edge;
  const height = rows * box.down - (box.down - box.height) + 2 * box.edge;
  const drawn = edges.flatMap(({ from, to }) => {
    const [start, end] = [places.get(from), places.get(to)];
    return start && end && start !== end ? [{ start, end }] : [];
  });
  return (
    <figure class="graph stack tight">
      <section class="graph-scroll" aria-label={`Drawing of ${title}`} {...reachable}>
        <svg viewBox={`0 0 ${width} ${height}`} width={width} aria-labelledby={`${id}-title ${id}-summary`}>
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-summary`}>{summary}</desc>
          {drawn.map(({ start, end }) => (
            <EdgeMark key={`${start.id} ${end.id}`} start={start} end={end} />
          ))}
          {placed.map((node) => (
            <NodeMark key={node.id} node={node} />
          ))}
        </svg>
      </section>
      {nodes.length > most && <p class="more">{nodes.length - most} more are in the list only.</p>}
      <details>
        <summary>The same as a list</summary>
        <ul>
          {nodes.map((node) => (
            <NodeItem key={node.id} node={node} nodes={nodes} edges={edges} />
          ))}
        </ul>
      </details>
    </figure>
  );
}

// A part that scrolls has to be reached with the keyboard (WCAG 2.1.1), also where no link is in it.
const reachable = { tabIndex: 0 } as const;

function cornerOf({ column, row }: PlacedNode) {
  return { x: box.edge + column * box.across, y: box.edge + row * box.down };
}

function NodeMark({ node }: { readonly node: PlacedNode }) {
  const { x, y } = cornerOf(node);
  const tone = node.status === undefined ? undefined : `tone-${statusMark(node.status).tone}`;
  const mark = (
    <>
      <title>{`${node.kind} ${node.name}${node.status === undefined ? "" : `, ${node.status}`}`}</title>
      <rect class="box" x={x} y={y} width={box.width} height={box.height} rx="6" />
      <text x={x + 12} y={y + 17}>
        {cutTo(`${node.kind}${node.status === undefined ? "" : ` · ${node.status}`}`, 26)}
      </text>
      <text class="name" x={x + 12} y={y + 34}>
        {cutTo(node.name, 22)}
      </text>
    </>
  );
  return <g class={tone}>{node.href === undefined ? mark : <a href={node.href}>{mark}</a>}</g>;
}

function EdgeMark({ start, end }: { readonly start: PlacedNode; readonly end: PlacedNode }) {
  const [from, to] = [cornerOf(start), cornerOf(end)];
  const [x1, y1] = [from.x + box.width, from.y + box.height / 2];
  const [x2, y2] = [to.x - 6, to.y + box.height / 2];
  const bend = Math.max(24, Math.abs(x2 - x1) / 2);
  return (
    <g>
      <path class="edge" d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`} />
      <path class="arrow" d={`M${x2 + 6} ${y2}l-8 -4v8z`} />
    </g>
  );
}

interface NodeItemProps extends Pick<GraphProps, "nodes" | "edges"> {
  readonly node: GraphNode;
}

function NodeItem({ node, nodes, edges }: NodeItemProps) {
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  const next = edges.filter(({ from }) => from === node.id);
  return (
    <li>
      <span class="muted">{node.kind}</span>{" "}
      {node.href === undefined ? (
        <Name text={node.name} />
      ) : (
        <a href={node.href}>{<Name text={node.name} />}</a>
      )}{" "}
      {node.status !== undefined && <StatusWord phase={node.status} />}
      {next.length > 0 &&
        ` leads to ${next.map(({ to, name }) => `${names.get(to) ?? to}${name === undefined ? "" : ` (${name})`}`).join(", ")}`}
    </li>
  );
}

function Name({ text }: { readonly text: string }) {
  return <HiddenCharacters text={text} most={300} />;
}

/** SVG breaks no lines: what is longer is cut, and whole in the title. */
function cutTo(text: string, most: number): string {
  const seen = text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "�");
  return seen.length > most ? `${seen.slice(0, most - 1)}…` : seen;
}

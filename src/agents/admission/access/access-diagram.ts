import { visible } from "../../../fault/visible.ts";
import type { AccessEdge, AccessGraph } from "./access-graph.ts";

/** A graph as a Mermaid flowchart: for pages of a forge, which draw it. What is denied ends in a cross, what nobody declared is dotted. */
export function mermaidOf({ nodes, edges }: AccessGraph): string {
  const ids = new Map(nodes.map(({ id }, at) => [id, `n${at}`]));
  const arrow = ({ effect, implied }: AccessEdge) => (effect === "deny" ? "--x" : implied ? "-.->" : "-->");
  const lines = [
    ...nodes.map(({ id, kind, name }) => `  ${ids.get(id)}["${mermaidText(`${kind} ${name}`)}"]`),
    ...edges.map(
      (edge) =>
        `  ${ids.get(edge.from)} ${arrow(edge)}|"${mermaidText(edgeLabel(edge))}"| ${ids.get(edge.to)}`,
    ),
  ];
  return ["flowchart LR", ...lines].map((line) => `${line}\n`).join("");
}

/** The same in the language of Graphviz. */
export function dotOf({ nodes, edges }: AccessGraph): string {
  const style = ({ effect, implied }: AccessEdge) =>
    effect === "deny" ? ", arrowhead=tee" : implied ? ", style=dashed" : "";
  const lines = [
    "rankdir=LR;",
    ...nodes.map(({ id, kind, name }) => `${quoted(id)} [label=${quoted(`${kind} ${name}`)}];`),
    ...edges.map(
      (edge) =>
        `${quoted(edge.from)} -> ${quoted(edge.to)} [label=${quoted(edgeLabel(edge))}${style(edge)}];`,
    ),
  ];
  return `digraph access {\n${lines.map((line) => `  ${line}\n`).join("")}}\n`;
}

/** What an arrow says: what gives it, where, and what a person should look at. */
function edgeLabel({ by, scope, drift, warnings }: AccessEdge): string {
  const marks = [...(drift === undefined ? [] : [drift]), ...warnings];
  return [`${by} (${scope})`, ...marks].join("; ");
}

/** Within the quotes of Mermaid, characters that mean something are written as entities between # and ; (Mermaid, Entity codes). */
function mermaidText(text: string): string {
  return visible(text).replace(/[#"&<>`\\]/g, (character) => `#${character.charCodeAt(0)};`);
}

/** A quoted ID of the DOT language: a backslash begins an escape of labels, so it is doubled. */
function quoted(text: string): string {
  return `"${visible(text).replace(/["\\]/g, (character) => `\\${character}`)}"`;
}

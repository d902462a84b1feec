import type { GraphProps } from "../components/plot/graph.tsx";
import type { PipelineReportData } from "./pipeline-report-data.ts";

/** Templates lead to images, and through the config bundle to agents. */
export function pipelineGraph(data: PipelineReportData): Omit<GraphProps, "id"> {
  const { templates, images, agents, bundle } = data;
  const made = new Set(images.map(({ name }) => name));
  return {
    title: "The way from source to copy",
    summary: `${templates.length} templates lead to ${images.length} images and, through the config bundle, to ${agents.length} agents.`,
    nodes: [
      ...templates.map(({ name }) => ({
        ...{ id: `template ${name}`, kind: "template", name },
        href: "#templates",
      })),
      ...images.map(({ name, digest, gate }) => ({
        ...{ id: `image ${name}`, kind: "image", name: digest.slice(0, 19), status: gate.verdict },
        href: "#images",
      })),
      { id: "bundle", kind: "config bundle", name: bundle.digest.slice(0, 19), href: "#next" },
      ...agents.map(({ name, result }) => ({
        ...{ id: `agent ${name}`, kind: "agent", name, status: result },
        href: "#agents",
      })),
    ],
    edges: [
      ...templates.flatMap(({ name }) => [
        ...(made.has(name) ? [{ from: `template ${name}`, to: `image ${name}`, name: "baked" }] : []),
        { from: `template ${name}`, to: "bundle", name: "its prompts, skills and settings" },
      ]),
      ...agents.map(({ name }) => ({ from: "bundle", to: `agent ${name}`, name: "rendered" })),
    ],
  };
}

import { F as StatusWord, R as statusMark, U as HiddenCharacters } from "./page.js";
import { a, o as $ } from "./vendor/preact.js";
// src/console/ui/components/plot/graph-layout.ts
function graphLayout(nodes, edges) {
	const known = new Set(nodes.map(({ id }) => id));
	const forward = withoutCircles(nodes, edges.filter(({ from, to }) => known.has(from) && known.has(to) && from !== to));
	const columns = columnsOf(nodes, forward);
	const byColumn = Map.groupBy(nodes, ({ id }) => columns.get(id) ?? 0);
	const sources = Map.groupBy(forward, ({ to }) => to);
	const rows = new Map();
	const median = (id) => medianOf((sources.get(id) ?? []).map(({ from }) => rows.get(from) ?? 0));
	return [...byColumn].sort(([a], [b]) => a - b).flatMap(([column, here]) => {
		return here.map((node) => ({
			node,
			at: median(node.id)
		})).sort((a, b) => a.at - b.at).map(({ node }, row) => {
			rows.set(node.id, row);
			return {
				...node,
				column,
				row
			};
		});
	});
}
function columnsOf(nodes, edges) {
	const columns = new Map(nodes.map(({ id }) => [id, 0]));
	for (let round = 0, changed = true; changed && round <= nodes.length; round++) {
		changed = false;
		for (const { from, to } of edges) {
			const least = (columns.get(from) ?? 0) + 1;
			if ((columns.get(to) ?? 0) < least) {
				columns.set(to, least);
				changed = true;
			}
		}
	}
	return columns;
}
function withoutCircles(nodes, edges) {
	const from = Map.groupBy(edges, (edge) => edge.from);
	const done = new Set();
	const kept = [];
	for (const { id } of nodes) {
		const way = [];
		const underWay = new Set();
		const enter = (next) => {
			way.push({
				id: next,
				rest: [...from.get(next) ?? []]
			});
			underWay.add(next);
		};
		if (!done.has(id)) enter(id);
		for (let step = way.at(-1); step !== void 0; step = way.at(-1)) {
			const edge = step.rest.shift();
			if (edge === void 0) {
				done.add(step.id);
				underWay.delete(step.id);
				way.pop();
			} else if (!underWay.has(edge.to)) {
				kept.push(edge);
				if (!done.has(edge.to)) enter(edge.to);
			}
		}
	}
	return kept;
}
function medianOf(values) {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
// src/console/ui/components/plot/graph.tsx
const box = {
	width: 184,
	height: 44,
	across: 248,
	down: 58,
	edge: 12
};
function Graph({ id, title, summary, nodes, edges, most = 150 }) {
	const placed = graphLayout(nodes.slice(0, most), edges);
	const places = new Map(placed.map((node) => [node.id, node]));
	const columns = Math.max(0, ...placed.map(({ column }) => column)) + 1;
	const rows = Math.max(0, ...placed.map(({ row }) => row)) + 1;
	const width = columns * box.across - (box.across - box.width) + 2 * box.edge;
	const height = rows * box.down - (box.down - box.height) + 2 * box.edge;
	const drawn = edges.flatMap(({ from, to }) => {
		const [start, end] = [places.get(from), places.get(to)];
		return start && end && start !== end ? [{
			start,
			end
		}] : [];
	});
	return a("figure", {
		class: "graph stack tight",
		children: [
			a("section", {
				class: "graph-scroll",
				"aria-label": `Drawing of ${title}`,
				...reachable,
				children: a("svg", {
					viewBox: `0 0 ${width} ${height}`,
					width,
					"aria-labelledby": `${id}-title ${id}-summary`,
					children: [
						a("title", {
							id: `${id}-title`,
							children: title
						}),
						a("desc", {
							id: `${id}-summary`,
							children: summary
						}),
						drawn.map(({ start, end }) => a(EdgeMark, {
							start,
							end
						}, `${start.id} ${end.id}`)),
						placed.map((node) => a(NodeMark, { node }, node.id))
					]
				})
			}),
			nodes.length > most && a("p", {
				class: "more",
				children: [nodes.length - most, " more are in the list only."]
			}),
			a("details", { children: [a("summary", { children: "The same as a list" }), a("ul", { children: nodes.map((node) => a(NodeItem, {
				node,
				nodes,
				edges
			}, node.id)) })] })
		]
	});
}
const reachable = { tabIndex: 0 };
function cornerOf({ column, row }) {
	return {
		x: box.edge + column * box.across,
		y: box.edge + row * box.down
	};
}
function NodeMark({ node }) {
	const { x, y } = cornerOf(node);
	const tone = node.status === void 0 ? void 0 : `tone-${statusMark(node.status).tone}`;
	const mark = a($, { children: [
		a("title", { children: `${node.kind} ${node.name}${node.status === void 0 ? "" : `, ${node.status}`}` }),
		a("rect", {
			class: "box",
			x,
			y,
			width: box.width,
			height: box.height,
			rx: "6"
		}),
		a("text", {
			x: x + 12,
			y: y + 17,
			children: cutTo(`${node.kind}${node.status === void 0 ? "" : ` · ${node.status}`}`, 26)
		}),
		a("text", {
			class: "name",
			x: x + 12,
			y: y + 34,
			children: cutTo(node.name, 22)
		})
	] });
	return a("g", {
		class: tone,
		children: node.href === void 0 ? mark : a("a", {
			href: node.href,
			children: mark
		})
	});
}
function EdgeMark({ start, end }) {
	const [from, to] = [cornerOf(start), cornerOf(end)];
	const [x1, y1] = [from.x + box.width, from.y + box.height / 2];
	const [x2, y2] = [to.x - 6, to.y + box.height / 2];
	const bend = Math.max(24, Math.abs(x2 - x1) / 2);
	return a("g", { children: [a("path", {
		class: "edge",
		d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
	}), a("path", {
		class: "arrow",
		d: `M${x2 + 6} ${y2}l-8 -4v8z`
	})] });
}
function NodeItem({ node, nodes, edges }) {
	const names = new Map(nodes.map(({ id, name }) => [id, name]));
	const next = edges.filter(({ from }) => from === node.id);
	return a("li", { children: [
		a("span", {
			class: "muted",
			children: node.kind
		}),
		" ",
		node.href === void 0 ? a(Name, { text: node.name }) : a("a", {
			href: node.href,
			children: a(Name, { text: node.name })
		}),
		" ",
		node.status !== void 0 && a(StatusWord, { phase: node.status }),
		next.length > 0 && ` leads to ${next.map(({ to, name }) => `${names.get(to) ?? to}${name === void 0 ? "" : ` (${name})`}`).join(", ")}`
	] });
}
function Name({ text }) {
	return a(HiddenCharacters, {
		text,
		most: 300
	});
}
function cutTo(text, most) {
	const seen = text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "�");
	return seen.length > most ? `${seen.slice(0, most - 1)}…` : seen;
}
export { Graph as t };

import { s as $, t as a } from "./vendor/preact.js";
import { $ as moneyWords, K as StatusWord, V as Panel, Y as statusMark, Z as countWords, et as HiddenCharacters } from "./page.js";
// src/console/ui/components/plot/scale.ts
function axisTicks(most, count = 4, least = 0) {
	if (!(most > 0) || !Number.isFinite(most)) return [0, 1];
	const rough = most / count;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = Math.max(([
		1,
		2,
		5,
		10
	].find((factor) => factor * power >= rough) ?? 10) * power, least);
	const ticks = [0];
	while ((ticks.at(-1) ?? 0) < most) ticks.push(rounded(step * ticks.length));
	return ticks;
}
function placeOn(length, most) {
	return (value) => rounded(Math.min(Math.max(value, 0), most) / most * length);
}
function histogramBins(values, count = 12) {
	const known = values.filter(Number.isFinite);
	if (known.length === 0) return [];
	const [least, most] = known.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
	const width = (most - least) / count || 1;
	const bins = Array.from({ length: count }, (_, at) => ({
		from: rounded(least + at * width),
		to: rounded(least + (at + 1) * width),
		count: 0
	}));
	for (const value of known) {
		const bin = bins[Math.min(count - 1, Math.floor((value - least) / width))];
		if (bin) bin.count++;
	}
	return bins;
}
function rounded(value) {
	return Number(value.toPrecision(6));
}
// src/console/ui/components/plot/plot-frame.tsx
const plotArea = {
	left: 46,
	top: 10,
	width: 428,
	height: 150
};
function PlotFrame({ ticks, places, middle, figure }) {
	const { left, top, width, height } = plotArea;
	const high = placeOn(height, ticks.at(-1) ?? 1);
	const every = Math.max(1, Math.ceil(places.length / 5));
	return a("g", { children: [ticks.map((tick) => {
		const y = top + height - high(tick);
		return a("g", { children: [a("line", {
			class: tick === 0 ? "axis" : "grid-line",
			x1: left,
			x2: left + width,
			y1: y,
			y2: y
		}), a("text", {
			x: left - 8,
			y: y + 4,
			"text-anchor": "end",
			children: figure(tick)
		})] }, tick);
	}), places.map((place, at) => at % every === 0 ? a("text", {
		x: middle(at),
		y: top + height + 18,
		"text-anchor": "middle",
		children: place.length > 16 ? `${place.slice(0, 15)}…` : place
	}, place) : null)] });
}
function ticksFor(series) {
	const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
	return axisTicks(known.reduce((one, value) => Math.max(one, value), 0), 4, known.every(Number.isInteger) ? 1 : 0);
}
// src/console/ui/components/plot/bar-marks.tsx
function BarMarks({ places, series, figure }) {
	const { left, top, width, height } = plotArea;
	const ticks = ticksFor(series);
	const high = placeOn(height, ticks.at(-1) ?? 1);
	const room = width / Math.max(1, places.length);
	const thick = Math.min(44, room * .72 / Math.max(1, series.length));
	const middle = (at) => Math.round((left + room * (at + .5)) * 10) / 10;
	return a($, { children: [a(PlotFrame, {
		ticks,
		places,
		middle,
		figure
	}), series.map(({ name, values }, number) => a("g", {
		class: `series-${number % 4}`,
		children: values.map((value, at) => {
			const tall = value === null ? 0 : high(value);
			const start = middle(at) - thick * series.length / 2 + thick * number;
			return tall === 0 ? null : a("rect", {
				class: "bar",
				x: Math.round(start * 10) / 10,
				y: top + height - tall,
				width: Math.max(1, Math.round((thick - 1) * 10) / 10),
				height: tall,
				rx: "2"
			}, places[at]);
		})
	}, name))] });
}
// src/console/ui/components/plot/line-marks.tsx
function LineMarks({ places, series, figure }) {
	const { left, top, width, height } = plotArea;
	const ticks = ticksFor(series);
	const high = placeOn(height, ticks.at(-1) ?? 1);
	const last = Math.max(1, places.length - 1);
	const x = (at) => Math.round((left + 24 + at / last * (width - 48)) * 10) / 10;
	const y = (value) => Math.round((top + height - high(value)) * 10) / 10;
	return a($, { children: [a(PlotFrame, {
		ticks,
		places,
		middle: x,
		figure
	}), series.map(({ name, values }, number) => a("g", {
		class: `series-${number % 4}`,
		children: piecesOf(values).map((piece) => {
			const points = piece.map(([at, value]) => `${x(at)},${y(value)}`).join(" ");
			const [first, end] = [piece[0]?.[0] ?? 0, piece.at(-1)?.[0] ?? 0];
			return piece.length === 1 ? a("circle", {
				class: "bar",
				cx: x(first),
				cy: y(piece[0]?.[1] ?? 0),
				r: "2.5"
			}) : a("g", { children: [series.length === 1 && a("polygon", {
				class: "area",
				points: `${x(first)},${y(0)} ${points} ${x(end)},${y(0)}`
			}), a("polyline", {
				class: "curve",
				points
			})] }, first);
		})
	}, name))] });
}
function piecesOf(values) {
	const pieces = [];
	let goesOn = false;
	for (const [at, value] of values.entries()) {
		if (value !== null) {
			if (goesOn) pieces.at(-1)?.push([at, value]);
			else pieces.push([[at, value]]);
		}
		goesOn = value !== null;
	}
	return pieces;
}
// src/console/ui/components/plot/plot.tsx
function Plot(props) {
	const { id, title, summary, figure = String } = props;
	const { places, series, kind } = shownOf(props, figure);
	const Marks = kind === "line" ? LineMarks : BarMarks;
	const valueFigure = props.kind === "histogram" ? String : figure;
	return a("figure", {
		class: "plot",
		children: [
			a("svg", {
				viewBox: "0 0 480 190",
				role: "img",
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
					a(Marks, {
						places,
						series,
						figure: valueFigure
					})
				]
			}),
			series.length > 1 && a("figcaption", {
				class: "legend",
				children: series.map(({ name }, at) => a("span", {
					class: `series-${at % 4}`,
					children: [a("svg", {
						viewBox: "0 0 16 8",
						"aria-hidden": "true",
						children: a("line", {
							x1: "0",
							y1: "4",
							x2: "16",
							y2: "4"
						})
					}), name]
				}, name))
			}),
			a("details", { children: [a("summary", { children: "The same as a table" }), a("table", { children: [
				a("caption", {
					class: "visually-hidden",
					children: title
				}),
				a("thead", { children: a("tr", { children: [a("th", {
					scope: "col",
					children: props.kind === "histogram" ? props.name : props.placeName
				}), series.map(({ name }) => a("th", {
					scope: "col",
					class: "number",
					children: name
				}, name))] }) }),
				a("tbody", { children: places.map((place, at) => a("tr", { children: [a("th", {
					scope: "row",
					children: place
				}), series.map(({ name, values }) => a("td", {
					class: "number",
					children: typeof values[at] === "number" ? valueFigure(values[at]) : "–"
				}, name))] }, place)) })
			] })] })
		]
	});
}
function shownOf(props, figure) {
	if (props.kind !== "histogram") return props;
	const bins = new Map();
	for (const { from, count } of histogramBins(props.values)) {
		const place = `from ${figure(from)}`;
		bins.set(place, (bins.get(place) ?? 0) + count);
	}
	return {
		kind: "bars",
		places: [...bins.keys()],
		series: [{
			name: "Count",
			values: [...bins.values()]
		}]
	};
}
// src/console/ui/parts/plot-panel.tsx
const figures = {
	count: countWords,
	dollars: (value) => moneyWords(String(value))
};
function PlotPanel({ id, title, plots }) {
	return a(Panel, {
		id,
		title,
		icon: "activity",
		children: plots.length === 0 ? a("p", {
			class: "muted",
			children: "Nothing was measured yet: the controllers do it each quarter of an hour."
		}) : a("div", {
			class: "plots",
			children: plots.map(({ unit, ...plot }) => a("div", {
				class: "stack tight",
				children: [
					a("h3", { children: plot.title }),
					a("p", {
						class: "muted small",
						children: plot.summary
					}),
					a(Plot, {
						...plot,
						figure: figures[unit]
					})
				]
			}, plot.id))
		})
	});
}
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
export { PlotPanel as n, Graph as t };

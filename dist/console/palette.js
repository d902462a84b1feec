import { tt as shownText } from "./page.js";
import { t as a } from "./vendor/preact.js";
// src/console/ui/palette/palette-entries.tsx
function PaletteEntries({ entries }) {
	if (entries.length === 0) return a("p", { children: "Nothing that you may see or do has these words." });
	return a("ul", {
		class: "palette-entries",
		children: entries.map(({ label, what, href, phase, actions }) => a("li", { children: [
			a("a", {
				href,
				children: shownText(label)
			}),
			" ",
			a("small", { children: `${what}${phase === void 0 ? "" : `, ${phase}`}` }),
			actions.length > 0 && a("ul", {
				class: "row",
				"aria-label": `What can be done with ${what}`,
				children: actions.map(({ word, href: review, weight }) => a("li", { children: a("a", {
					class: weight === "danger" ? "action danger" : "action",
					href: review ?? "",
					children: word
				}) }, word))
			})
		] }, `${what} ${href}`))
	});
}
export { PaletteEntries as t };

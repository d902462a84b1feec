import { M as DigestText, X as byteWords, b as DataTable, tt as shownText } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/compose/context-preview.tsx
const words = {
	allowed: "Allowed",
	requiresApproval: "A person has to approve it",
	denied: "Denied"
};
function ContextPreview({ preview }) {
	const { verdict, tier, reasons, digest, layers, sources, text, memory } = preview;
	return a($, { children: [a("section", {
		"aria-labelledby": "admission",
		children: [
			a("h2", {
				id: "admission",
				children: "Admission"
			}),
			a("p", { children: [
				a("strong", { children: words[verdict] }),
				" ",
				`in the tier ${tier}`
			] }),
			a("ul", { children: reasons.map(({ code, effect, message, remedy }) => a("li", { children: [
				a("code", { children: code }),
				" ",
				`(${effect})`,
				" ",
				shownText(message),
				" ",
				remedy !== void 0 && a("em", { children: shownText(remedy) })
			] }, `${code} ${message}`)) })
		]
	}), a("section", {
		"aria-labelledby": "context",
		children: [
			a("h2", {
				id: "context",
				children: "Context"
			}),
			a("p", { children: ["Digest ", a(DigestText, { digest })] }),
			memory && a("p", { children: `Memory ${memory.repository} at ${memory.commit}` }),
			a(DataTable, {
				label: "Layers",
				rows: layers,
				keyOf: ({ name }) => name,
				columns: [
					{
						title: "Layer",
						names: true,
						cell: ({ name }) => shownText(name)
					},
					{
						title: "Size",
						figures: true,
						cell: ({ bytes }) => byteWords(bytes)
					},
					{
						title: "Digest",
						cell: ({ digest: own }) => a(DigestText, { digest: own })
					}
				]
			}),
			sources.length > 0 && a("ul", { children: sources.map(({ kind, name, trust, redactions }) => a("li", { children: `${kind} ${shownText(name)}: ${trust}${redactions ? `, ${redactions} credentials taken out` : ""}` }, `${kind} ${name}`)) }),
			a("pre", {
				class: "code",
				tabIndex: 0,
				children: a("code", { children: shownText(text) })
			})
		]
	})] });
}
export { ContextPreview as t };

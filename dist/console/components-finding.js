import { H as FactsList, K as StatusWord, P as TextDiff, et as HiddenCharacters } from "./page.js";
import { t as a } from "./vendor/preact.js";
// src/console/ui/components/finding/finding-entry.tsx
function FindingEntry({ finding }) {
	const { code, severity, path, expected, actual, problem, remedy, difference } = finding;
	return a("article", {
		class: "finding",
		children: [
			a("h3", { children: [
				a(StatusWord, { phase: severity }),
				" ",
				a("code", { children: code }),
				" ",
				a(HiddenCharacters, {
					text: path,
					most: 300
				})
			] }),
			a(FactsList, { facts: [
				["Problem", problem && a(HiddenCharacters, {
					text: problem,
					most: 1e3
				}, "problem")],
				["Expected", expected && a(HiddenCharacters, {
					text: expected,
					most: 300
				}, "expected")],
				["Found", actual && a(HiddenCharacters, {
					text: actual,
					most: 300
				}, "actual")],
				["What to do", remedy]
			] }),
			difference && a(TextDiff, {
				text: difference.join("\n"),
				name: path
			})
		]
	});
}
export { FindingEntry as t };

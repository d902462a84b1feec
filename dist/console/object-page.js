import { I as PageHead, U as ActionBar } from "./page.js";
import { a as YamlPanel, i as AssociationsPanel, n as FieldsPanel, r as ConditionsPanel, t as HistoryPanel } from "./object.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/object-page.tsx
function ObjectPage({ model, frame }) {
	const { summary, phase, metadata, isManaged, offers, conditions, spec, status, associations } = model;
	return a($, { children: [
		a(PageHead, { title: frame.title }),
		a("p", { children: summary }),
		isManaged && a("p", {
			class: "notice tone-idle",
			children: "The repository declares this object. It changes by a pull request; a form here writes one."
		}),
		a(ActionBar, {
			offers,
			label: "What can be done"
		}),
		a("dl", {
			class: "facts",
			children: [phase && a($, { children: [a("dt", { children: "Status" }), a("dd", { children: [
				a("strong", { children: phase.name }),
				" ",
				a("small", { children: phase.meaning })
			] })] }), metadata.map(([name, value]) => [a("dt", { children: name }, `${name} name`), a("dd", { children: value }, name)])]
		}),
		a(ConditionsPanel, {
			conditions,
			now: frame.now
		}),
		a(FieldsPanel, {
			id: "spec",
			title: "What it is meant to be",
			fields: spec
		}),
		status.length > 0 && a(FieldsPanel, {
			id: "status",
			title: "What it is",
			fields: status
		}),
		a(AssociationsPanel, { associations }),
		a(YamlPanel, {
			yaml: model.yaml,
			command: model.command
		}),
		a(HistoryPanel, { history: model.history })
	] });
}
export { ObjectPage };

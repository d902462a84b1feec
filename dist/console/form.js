import { s as $, t as a } from "./vendor/preact.js";
import { d as FailureState, tt as shownText } from "./page.js";
// src/console/ui/form/fault-notice.tsx
function FaultNotice({ fault: { code, message, remedy, reasons } }) {
	return a("div", {
		role: "alert",
		children: a(FailureState, {
			code,
			message,
			reasons,
			stillTrue: "Nothing was changed. What you typed is still in the form.",
			remedy: remedy ?? "Change what it names, and send the form again."
		})
	});
}
// src/console/ui/form/field-input.tsx
function FieldInput({ field, describedBy }) {
	const { name, type, values, isRequired, problem } = field;
	const shared = {
		id: name,
		name,
		"aria-describedby": describedBy,
		required: isRequired,
		...problem === void 0 ? {} : { "aria-invalid": true }
	};
	const [value = ""] = values;
	switch (type) {
		case "elsewhere": return a("output", {
			id: name,
			"aria-describedby": describedBy,
			children: value === "" ? "Left out. It is written as YAML." : `${value.slice(0, 200)} (written as YAML)`
		});
		case "text":
		case "lines": return a("textarea", {
			...shared,
			rows: type === "lines" ? 4 : 8,
			spellcheck: type === "text",
			children: values.join("\n")
		});
		case "flag": return a(Choice, {
			shared,
			values,
			options: flags
		});
		case "choice": return a(Choice, {
			shared,
			values,
			options: field.options ?? []
		});
		case "choices": return a($, { children: [a("input", {
			type: "hidden",
			name: `has:${name}`,
			value: ""
		}), a("select", {
			...shared,
			multiple: true,
			size: Math.min(8, Math.max(3, (field.options ?? []).length)),
			children: withValues(field.options ?? [], values).map((option) => a("option", {
				value: option.value,
				selected: values.includes(option.value),
				children: option.label
			}, option.value))
		})] });
		default: return a("input", {
			...shared,
			type: "text",
			inputMode: type === "number" ? "decimal" : "text",
			value
		});
	}
}
const flags = [{
	value: "true",
	label: "yes"
}, {
	value: "false",
	label: "no"
}];
function Choice({ shared, values, options }) {
	const [value = ""] = values;
	return a("select", {
		...shared,
		children: [a("option", {
			value: "",
			selected: value === "",
			children: shared.required ? "Choose one" : "Left out"
		}), withValues(options, values).map((option) => a("option", {
			value: option.value,
			selected: option.value === value,
			children: option.label
		}, option.value))]
	});
}
function withValues(options, values) {
	const unknown = values.filter((value) => !options.some((option) => option.value === value));
	return [...options, ...unknown.map((value) => ({
		value,
		label: `${value} (not known here)`
	}))];
}
// src/console/ui/form/field-list.tsx
function FieldList({ fields }) {
	return a($, { children: sections(fields).map(({ group, fold, members }) => {
		const inputs = members.map((field) => a(OneField, { field }, field.name));
		if (fold !== void 0) return a("details", {
			open: members.some(({ problem }) => problem !== void 0),
			children: [a("summary", { children: fold }), inputs]
		}, fold);
		if (group === void 0) return inputs;
		return a("fieldset", { children: [a("legend", { children: group }), inputs] }, group);
	}) });
}
function sections(fields) {
	const found = [];
	for (const field of fields) {
		const last = found.at(-1);
		if (last && last.group === field.group && last.fold === field.fold) last.members.push(field);
		else found.push({
			group: field.group,
			fold: field.fold,
			members: [field]
		});
	}
	return found;
}
function OneField({ field }) {
	const { name, label, description, facts = [], problem, isRequired } = field;
	const about = [...description === void 0 && facts.length === 0 ? [] : [`about-${name}`], ...problem === void 0 ? [] : [`wrong-${name}`]].join(" ");
	return a("div", {
		class: problem === void 0 ? "field" : "field wrong",
		children: [
			a("label", {
				for: name,
				children: [label, isRequired && a("span", {
					class: "required",
					children: " (required)"
				})]
			}),
			a(FieldInput, {
				field,
				describedBy: about === "" ? void 0 : about
			}),
			(description !== void 0 || facts.length > 0) && a("p", {
				class: "hint",
				id: `about-${name}`,
				children: [description, ...facts].filter((part) => part !== void 0).join(" · ")
			}),
			problem !== void 0 && a("p", {
				class: "problem",
				id: `wrong-${name}`,
				children: shownText(problem)
			})
		]
	});
}
export { FaultNotice as n, FieldList as t };

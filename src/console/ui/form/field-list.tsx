import type { FormField } from "../../page/form-field.ts";
import { shownText } from "../../page/shown-text.ts";
import { FieldInput } from "./field-input.tsx";

/** The inputs of a form, those of one part together, and those that few need folded away. */
export function FieldList({ fields }: { readonly fields: readonly FormField[] }) {
  return (
    <>
      {sections(fields).map(({ group, fold, members }) => {
        const inputs = members.map((field) => <OneField key={field.name} field={field} />);
        if (fold !== undefined)
          return (
            <details key={fold} open={members.some(({ problem }) => problem !== undefined)}>
              <summary>{fold}</summary>
              {inputs}
            </details>
          );
        if (group === undefined) return inputs;
        return (
          <fieldset key={group}>
            <legend>{group}</legend>
            {inputs}
          </fieldset>
        );
      })}
    </>
  );
}

interface FieldSection {
  readonly group: string | undefined;
  readonly fold: string | undefined;
  readonly members: FormField[];
}

function sections(fields: readonly FormField[]): readonly FieldSection[] {
  const found: FieldSection[] = [];
  for (const field of fields) {
    const last = found.at(-1);
    if (last && last.group === field.group && last.fold === field.fold) last.members.push(field);
    else found.push({ group: field.group, fold: field.fold, members: [field] });
  }
  return found;
}

function OneField({ field }: { readonly field: FormField }) {
  const { name, label, description, facts = [], problem, isRequired } = field;
  const about = [
    ...(description === undefined && facts.length === 0 ? [] : [`about-${name}`]),
    ...(problem === undefined ? [] : [`wrong-${name}`]),
  ].join(" ");
  return (
    <div class={problem === undefined ? "field" : "field wrong"}>
      <label for={name}>
        {label}
        {isRequired && <span class="required"> (required)</span>}
      </label>
      <FieldInput field={field} describedBy={about === "" ? undefined : about} />
      {(description !== undefined || facts.length > 0) && (
        <p class="hint" id={`about-${name}`}>
          {[description, ...facts].filter((part) => part !== undefined).join(" · ")}
        </p>
      )}
      {problem !== undefined && (
        <p class="problem" id={`wrong-${name}`}>
          {shownText(problem)}
        </p>
      )}
    </div>
  );
}

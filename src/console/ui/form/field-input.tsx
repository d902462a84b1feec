import type { FormField } from "../../page/form-field.ts";

/** The input of one field. */
export function FieldInput({
  field,
  describedBy,
}: {
  readonly field: FormField;
  readonly describedBy: string | undefined;
}) {
  const { name, type, values, isRequired, problem } = field;
  const shared = {
    ...{ id: name, name, "aria-describedby": describedBy, required: isRequired },
    ...(problem === undefined ? {} : { "aria-invalid": true }),
  } as const;
  const [value = ""] = values;
  switch (type) {
    case "elsewhere":
      return (
        <output id={name} aria-describedby={describedBy}>
          {value === "" ? "Left out. It is written as YAML." : `${value.slice(0, 200)} (written as YAML)`}
        </output>
      );
    case "text":
    case "lines":
      return (
        <textarea {...shared} rows={type === "lines" ? 4 : 8} spellcheck={type === "text"}>
          {values.join("\n")}
        </textarea>
      );
    case "flag":
      return <Choice shared={shared} values={values} options={flags} />;
    case "choice":
      return <Choice shared={shared} values={values} options={field.options ?? []} />;
    case "choices":
      return (
        <>
          <input type="hidden" name={`has:${name}`} value="" />
          <select {...shared} multiple size={Math.min(8, Math.max(3, (field.options ?? []).length))}>
            {withValues(field.options ?? [], values).map((option) => (
              <option key={option.value} value={option.value} selected={values.includes(option.value)}>
                {option.label}
              </option>
            ))}
          </select>
        </>
      );
    default:
      return (
        <input {...shared} type="text" inputMode={type === "number" ? "decimal" : "text"} value={value} />
      );
  }
}

type Options = NonNullable<FormField["options"]>;
const flags: Options = [
  { value: "true", label: "yes" },
  { value: "false", label: "no" },
];

function Choice({
  shared,
  values,
  options,
}: {
  readonly shared: { readonly id: string; readonly name: string; readonly required: boolean };
  readonly values: readonly string[];
  readonly options: Options;
}) {
  const [value = ""] = values;
  return (
    <select {...shared}>
      <option value="" selected={value === ""}>
        {shared.required ? "Choose one" : "Left out"}
      </option>
      {withValues(options, values).map((option) => (
        <option key={option.value} value={option.value} selected={option.value === value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** What is set stays set, also where it is none of what there is. */
function withValues(options: Options, values: readonly string[]): Options {
  const unknown = values.filter((value) => !options.some((option) => option.value === value));
  return [...options, ...unknown.map((value) => ({ value, label: `${value} (not known here)` }))];
}

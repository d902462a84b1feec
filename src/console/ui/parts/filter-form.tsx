import type { ShownFilter } from "../../page/shown.ts";

/** What a list is filtered by. It is an ordinary form: the address says what is shown. */
export function FilterForm({
  filter: { action, fields, active },
  submit = "Filter",
}: {
  readonly filter: ShownFilter;
  /** What the button says. */
  readonly submit?: string;
}) {
  return (
    <search aria-label="Filter">
      <form class="filters row" method="get" action={action}>
        {fields.map(({ name, label, value, options }) => (
          <div key={name} class="field">
            <label class="small" for={`filter-${name}`}>
              {label}
            </label>
            {options ? (
              <select id={`filter-${name}`} name={name}>
                <option value="" selected={value === ""}>
                  Any
                </option>
                {options.map((option) => (
                  <option key={option} value={option} selected={option === value}>
                    {option}
                  </option>
                ))}
              </select>
            ) : (
              <input id={`filter-${name}`} type="text" name={name} defaultValue={value} autocomplete="off" />
            )}
          </div>
        ))}
        <button type="submit" class="action">
          {submit}
        </button>
        {active && <a href={action}>Show all</a>}
      </form>
    </search>
  );
}

import type { FieldSelector } from "../../../agents/resource/selector.ts";
import { withQuery } from "../../page/address.ts";
import type { FilterField, ShownFilter } from "../../page/shown.ts";

/** A filter of a list: a field of the form, and the field of the object that it selects by. */
export interface FilterBy extends Pick<FilterField, "name" | "label" | "options"> {
  readonly field: string;
}

/** A list's form with what was asked for in it, the selection that follows, and the addresses of its further pages. */
export class ListFilters {
  readonly #address: string;
  readonly #query: URLSearchParams;
  readonly #filters: readonly FilterBy[];

  constructor(address: string, query: URLSearchParams, filters: readonly FilterBy[]) {
    this.#address = address;
    this.#query = query;
    this.#filters = filters;
  }

  get form(): ShownFilter {
    const fields = this.#filters.map(({ name, label, options }) => ({
      ...{ name, label, options },
      value: this.valueOf(name),
    }));
    return { action: this.#address, fields, active: fields.some(({ value }) => value !== "") };
  }

  get selector(): FieldSelector {
    return this.#filters.flatMap(({ name, field }) => {
      const value = this.valueOf(name);
      return value === "" || field === "" ? [] : [{ field, equals: true, value }];
    });
  }

  valueOf(name: string): string {
    return (this.#query.get(name) ?? "").trim().slice(0, 300);
  }

  /** Where the page before ended. */
  get place(): string | undefined {
    return this.#query.get("continue") ?? undefined;
  }

  /** The address of the page that begins there. */
  next(place: string | undefined): string | undefined {
    if (place === undefined) return undefined;
    const asked = Object.fromEntries(
      this.#filters.map(({ name }) => [name, this.valueOf(name) || undefined]),
    );
    return withQuery(this.#address, { ...asked, continue: place });
  }
}

import type { Kind } from "../../agents/kinds/kind.ts";
import type { Resource } from "../../agents/resource/resource.ts";
import type {
  ListQuery,
  PhaseQuery,
  ResourcePage,
  ResourceReader,
} from "../../agents/resource/resource-store.ts";
import { PageRefused } from "./page-refused.ts";
import type { ViewerRights } from "./viewer-rights.ts";

/** The objects of an organisation, as far as a viewer may see them, all in one state of the database. */
export class ViewerObjects {
  readonly #reader: ResourceReader;
  readonly rights: ViewerRights;

  constructor(reader: ResourceReader, rights: ViewerRights) {
    this.#reader = reader;
    this.rights = rights;
  }

  get organization(): string {
    return this.rights.organization;
  }

  /** A page of objects; nothing where the viewer may not list them. */
  async listed<One extends Kind>(
    kind: One,
    query: Omit<ListQuery, "namespace"> = {},
  ): Promise<ResourcePage<One> | undefined> {
    if (!this.rights.may("list", kind).allowed) return undefined;
    return await this.#reader.list(kind, { ...query, namespace: this.organization });
  }

  /**
   * How many objects are in each of some phases, in the order of the queries; nothing for those that the viewer may not list.
   * @param most counted of each at most
   */
  async counted(queries: readonly PhaseQuery[], most: number): Promise<readonly (number | undefined)[]> {
    const allowed = queries.filter(({ kind }) => this.rights.may("list", kind).allowed);
    const counts = await this.#reader.countPhases(this.organization, allowed, most);
    const found = new Map(allowed.map((query, at) => [query, counts[at]]));
    return queries.map((query) => found.get(query));
  }

  /** Every object of a kind; none where the viewer may not list them. */
  async *each<One extends Kind>(
    kind: One,
    query: Omit<ListQuery, "namespace"> = {},
  ): AsyncGenerator<Resource<One>, void> {
    if (!this.rights.may("list", kind).allowed) return;
    yield* this.#reader.each(kind, { ...query, namespace: this.organization });
  }

  /** @throws {PageRefused} 403 */
  async list<One extends Kind>(
    kind: One,
    query: Omit<ListQuery, "namespace"> = {},
  ): Promise<ResourcePage<One>> {
    this.demand("list", kind);
    return await this.#reader.list(kind, { ...query, namespace: this.organization });
  }

  /** An object that may be there; nothing where the viewer may not see it, either. */
  async seen<One extends Kind>(kind: One, name: string | undefined): Promise<Resource<One> | undefined> {
    if (name === undefined || !this.rights.may("get", kind, name).allowed) return undefined;
    return await this.#reader.get(kind, { namespace: this.organization, name });
  }

  /** The object that a page is about. @throws {PageRefused} 403, 404 */
  async get<One extends Kind>(kind: One, name: string): Promise<Resource<One>> {
    this.demand("get", kind, name);
    const found = await this.#reader.get(kind, { namespace: this.organization, name });
    if (found) return found;
    throw new PageRefused(404, `${kind.kind} ${name}`);
  }

  /** @throws {PageRefused} 403 */
  demand(verb: string, kind: Kind, name?: string): void {
    const answer = this.rights.may(verb, kind, name);
    if (!answer.allowed) throw new PageRefused(403, answer.reason, answer.remedy);
  }
}

import type { MemoryPlace } from "../../models/memory/memory-view.ts";
import { Tabs } from "../components/data/tabs.tsx";
import { Notice } from "../components/states/notice.tsx";
import { DigestText } from "../components/text/digest-text.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";

/** Which memory is looked at, and at which state: a time in words always stands beside the commit that it means. */
export function MemoryPlaceBar({
  place,
  path,
  action,
}: {
  readonly place: MemoryPlace;
  /** Which of the tabs is open. */
  readonly path: string;
  readonly action: string;
}) {
  const { tabs, asked, commit, moment, problem, remedy, repositories, repository, withheld } = place;
  return (
    <>
      <Tabs label="The memory" tabs={tabs} current={tabs.find(({ word }) => word === path)?.href ?? ""} />
      <form method="get" action={action} class="filters row">
        {repositories.length > 1 && (
          <p class="field">
            <label for="repository">Repository</label>
            <select id="repository" name="repository">
              {repositories.map((one) => (
                <option key={one} value={one} selected={one === repository}>
                  {one}
                </option>
              ))}
            </select>
          </p>
        )}
        <p class="field">
          <label for="at">As of</label>
          <input id="at" type="text" name="at" defaultValue={asked} />
        </p>
        <button type="submit" class="action">
          Show
        </button>
        {commit !== undefined && (
          <span class="row">
            {moment ?? asked} is <DigestText digest={commit} />
          </span>
        )}
      </form>
      {withheld > 0 && <p class="muted">{`${withheld} records are not shown: you may not see them.`}</p>}
      {problem !== undefined && (
        <Notice
          tone="warn"
          icon="triangle-alert"
          title="The memory cannot be read"
          happened={<HiddenCharacters text={problem} />}
          stillTrue="What runs were told of it stands in their contexts."
          canBeDone={remedy}
        />
      )}
    </>
  );
}

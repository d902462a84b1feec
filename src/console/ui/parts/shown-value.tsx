import type { Shown } from "../../page/shown.ts";
import { StatusWord } from "../components/status/status-word.tsx";
import { DigestText } from "../components/text/digest-text.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { WebLink } from "../components/text/web-link.tsx";
import { Duration, Time } from "../components/time/time.tsx";

/** Characters of a value in a cell; the whole stands on the page of its object. */
const most = 2000;

export interface ShownValueProps {
  readonly value: Shown;
  /** Of the page, for what goes on. */
  readonly now: string;
  /** Whether a digest has a button that copies it; in tables they would be many. */
  readonly copies?: boolean | undefined;
}

/** A value of a page. */
export function ShownValue({ value, now, copies }: ShownValueProps) {
  if (value === null || value === "") return <span class="muted">–</span>;
  if (typeof value === "number") return <>{value}</>;
  if (typeof value === "string") return <HiddenCharacters text={value} most={most} />;
  if ("link" in value)
    return (
      <a href={value.link}>
        <HiddenCharacters text={value.text} most={300} />
      </a>
    );
  if ("outside" in value) return <WebLink href={value.outside}>{value.text.slice(0, 300)}</WebLink>;
  if ("time" in value) return <Time at={value.time} now={now} />;
  if ("from" in value) return <Duration from={value.from} to={value.to ?? now} />;
  if ("phase" in value) return <StatusWord phase={value.phase} kind={value.kind} title={value.means} />;
  if ("digest" in value) return <DigestText digest={value.digest} copies={copies} />;
  if ("code" in value)
    return (
      <code class="any-text">
        <HiddenCharacters text={value.code} most={most} />
      </code>
    );
  return (
    <span class="row">
      {value.several.map((one, at) => (
        <span key={at}>
          <ShownValue value={one} now={now} />
        </span>
      ))}
    </span>
  );
}

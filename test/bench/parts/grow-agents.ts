import { busySeconds } from "./busy-seconds.ts";
import { Fleet } from "./fleet.ts";
import type { Point } from "./growth.ts";
import type { Grown } from "./growth-plot.ts";
import { median } from "./ratio.ts";

/** Renders of fleets of these sizes, on SQLite, with nothing waited for on the disk. */
export async function growAgents(scratch: string, sizes: readonly number[]): Promise<Grown> {
  const points = { first: [] as Point[], nothing: [] as Point[], row: [] as Point[] };
  for (const size of sizes) {
    await using fleet = await Fleet.make(scratch, size, false);
    points.first.push({ size, value: await busySeconds(() => fleet.renderAll("rendered")) });
    // The first look at the files of a small fleet is the first time that its code runs, too, and the first looks at those of a large one
    // come while the system still has to do with what was written. The least disturbed counts.
    const looks: number[] = [];
    for (let look = 0; look < 4; look++) looks.push(await busySeconds(() => fleet.renderAll("unchanged")));
    points.nothing.push({ size, value: Math.min(...looks) });
    await fleet.renderDue();
    const rows: number[] = [];
    for (let turn = 0; turn < 60; turn++) {
      await fleet.changeOneRow(turn);
      rows.push(1000 * (await busySeconds(() => fleet.renderDue())));
    }
    points.row.push({ size, value: median(rows.slice(20)) });
  }
  const seconds = { sizes: "agents", values: "seconds of the processor" };
  const milliseconds = { sizes: "agents", values: "milliseconds of the processor" };
  return {
    must: [
      { job: "First render", ...seconds, points: points.first },
      { job: "Render with nothing to do", ...seconds, points: points.nothing },
    ],
    mustNot: [{ job: "Render of one changed row", ...milliseconds, points: points.row }],
  };
}

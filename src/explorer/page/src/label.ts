// Where the name of a horizontal line hides least of the curves.

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A curve and its band at one place of the axis (px). */
export interface Point {
  x: number;
  middle: number;
  low: number;
  high: number;
}

/** Names stand at these shares of the width, the right end first. */
const PLACES = [1, 0.85, 0.7, 0.55, 0.4, 0.25];
/** A line that is hidden counts as so many places of a band. */
const LINE = 4;

/** Boxes of this size above and below a line at `y`, in the order in which they are liked, those that fit in `area`. */
export function boxes(area: Box, y: number, { width, height, gap }: { width: number; height: number; gap: number }): Box[] {
  const sides = [y - gap - height, y + gap];
  const found = PLACES.flatMap((share) => {
    const left = area.left + gap + share * (area.right - area.left - width - 2 * gap);
    return sides.map((top) => ({ left, right: left + width, top, bottom: top + height }));
  });
  return found.filter(({ top, bottom }) => top >= area.top && bottom <= area.bottom);
}

/** How much of the curves lies in a box. */
function hidden({ left, right, top, bottom }: Box, points: Point[]): number {
  const beside = points.filter(({ x }) => x >= left && x <= right);
  const lines = beside.filter(({ middle }) => middle >= top && middle <= bottom);
  // Downwards values of the axis fall, and pixels rise.
  const bands = beside.filter(({ low, high }) => low >= top && high <= bottom);
  return LINE * lines.length + bands.length;
}

/** The first of the boxes that hide least. */
export function freest(candidates: Box[], points: Point[]): Box | null {
  const costs = candidates.map((box) => hidden(box, points));
  return candidates[costs.indexOf(Math.min(...costs))] ?? null;
}

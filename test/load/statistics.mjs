/**
 * @typedef {{ median: number, min: number, max: number, runs: number[] }} Spread
 */

/** @param {number[]} runs @returns {Spread} */
export function spread(runs) {
  const sorted = [...runs].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? at(sorted, middle) : (at(sorted, middle - 1) + at(sorted, middle)) / 2;
  return { median, min: at(sorted, 0), max: at(sorted, sorted.length - 1), runs };
}

/** @param {number[]} values @returns {{ p50Ms: number, p95Ms: number, maxMs: number }} of times in ms */
export function percentiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const share = (/** @type {number} */ part) => at(sorted, Math.min(sorted.length - 1, Math.floor(sorted.length * part)));
  return { p50Ms: share(0.5), p95Ms: share(0.95), maxMs: share(1) };
}

/** Slope of the line nearest to the points. @param {readonly (readonly [number, number])[]} points @returns {number} */
export function slope(points) {
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const above = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const below = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return below === 0 ? 0 : above / below;
}

/** @param {number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** @param {number[]} values @param {number} index */
function at(values, index) {
  return values[index] ?? Number.NaN;
}

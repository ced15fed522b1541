/**
 * @typedef {import('./scene.mjs').Outcome & { name: string, title: string, seconds: number, failed?: string }} Result
 */

/** @param {Result} result @returns {boolean} nothing wrong was found (what was not run counts as passed, and is shown as not run) */
export function passed({ failed, faults = [], reckoning }) {
  return !failed && faults.length === 0 && Object.keys(reckoning?.violations ?? {}).length === 0;
}

/** @param {Result[]} results @returns {string} for people */
export function tableOf(results) {
  return results.map((result) => [headline(result), ...details(result).map((line) => `    ${line}`)].join('\n')).join('\n');
}

/** @param {Result} result */
function headline(result) {
  const verdict = result.notRun ? 'not run' : passed(result) ? 'passed' : 'FAILED';
  return `${verdict.padEnd(8)} ${result.name.padEnd(12)} ${result.title} (${result.seconds.toFixed(0)} s)`;
}

/** @param {Result} result @returns {string[]} */
function details({ notRun, failed, facts, reckoning, faults = [] }) {
  if (notRun) return [notRun];
  const { violations = {}, counts = {}, ...totals } = reckoning ?? {};
  return [
    pairs({ ...facts }),
    pairs({ ...totals, lost: counts['lost'] ?? '?', twice: counts['twice'] ?? '?', secondLeads: counts['secondLead'] ?? '?', unaccounted: counts['unaccounted'] ?? '?' }),
    ...Object.entries(violations).flatMap(([kind, all]) => [`VIOLATION ${kind}: ${counts[kind]}`, ...all.map((one) => `  ${one}`)]),
    ...faults.map((fault) => `VIOLATION ${fault}`),
    ...(failed ? [`FAILED ${failed}`] : []),
  ];
}

/** @param {Record<string, unknown>} values */
function pairs(values) {
  return Object.entries(values).map(([name, value]) => `${name} ${value}`).join(', ');
}

const SPELLINGS = [
  (/** @type {string} */ d) => `+7${d}`,
  (/** @type {string} */ d) => `8${d}`,
  (/** @type {string} */ d) => `+7 (${d.slice(0, 3)}) ${d.slice(3, 6)}-${d.slice(6, 8)}-${d.slice(8)}`,
  (/** @type {string} */ d) => `8-${d.slice(0, 3)}-${d.slice(3, 6)}-${d.slice(6, 8)}-${d.slice(8)}`,
  (/** @type {string} */ d) => `7 ${d.slice(0, 3)} ${d.slice(3)}`,
];

/** Ten million numbers each. */
const CODES = ['916', '903', '905', '909'];

/** @param {number} index  0 to 39,999,999 @returns {string} a Russian mobile in E.164, each index its own */
export function phoneOf(index) {
  return `+7${CODES[Math.floor(index / 10_000_000)]}${String(index % 10_000_000).padStart(7, '0')}`;
}

/** @param {string} phone  E.164 of Russia @param {number} way @returns {string} the same number as people write it */
export function spelled(phone, way) {
  const spelling = /** @type {(d: string) => string} */ (SPELLINGS[way % SPELLINGS.length]);
  return spelling(phone.slice(2));
}

/**
 * A part of the tests that needs something outside npm.
 *
 * @typedef {object} Prepared
 * @property {Record<string, string>} env  for its specs
 * @property {() => void} [end]  what was started for them ends
 *
 * @typedef {object} SystemPart
 * @property {string} name
 * @property {string} specs  pattern of their files
 * @property {string} needs
 * @property {string} howTo
 * @property {string[]} [workers]  options of jest; one file after the other unless told
 * @property {() => Prepared | undefined} prepare  finds or installs; undefined: it could not be had
 */
export {};

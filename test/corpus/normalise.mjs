/**
 * How two readings of a reply are compared: what nobody sees (line ends, trailing and no-break spaces, how many blank
 * lines) makes no difference, every other character does.
 * @param {string} text
 * @returns {string}  NFC, lines end with "\n"
 */
export function normalise(text) {
  return text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replaceAll('\u00a0', ' ')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

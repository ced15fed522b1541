import { domainToASCII } from 'node:url';
import { fingerprint } from './fingerprint.mjs';

/**
 * What a careful reader said of one message. A reply that is missing was not judged; null means there is no text.
 * @typedef {import('./fingerprint.mjs').Fingerprint} Fingerprint
 * @typedef {{ file: string, sha256: string, sender: string | null, automatic: string | null,
 *   reply?: Fingerprint | null, alsoReply?: Fingerprint, russian: boolean, note: string }} Label
 * @typedef {{ file: string, sender: string | null, automatic: string | null, reply?: string | null,
 *   alsoReply?: string, russian: boolean, note: string }} TextLabel
 * One line of `npm run corpus -- <folder> --json`, as far as it is scored.
 * @typedef {{ identities?: { type: string, value: string }[], automatic?: { kind: string } | null, text?: string }} Contact
 * @typedef {{ file: string, contact?: Contact, quarantine?: { code: string, detail?: string } }} Line
 * @typedef {{ right: number, of: number, wrong: string[] }} Tally
 * @typedef {{ sender: Tally, automaticPrecision: Tally, automaticRecall: Tally, reply: Tally, replyRussian: Tally,
 *   quarantined: string[], missing: string[] }} Score
 */

/**
 * Compares readings with labels. A message without a line, or in quarantine, was read as nothing.
 * @param {Label[]} labels @param {Line[]} lines  their files relative to the folder of the labels' files
 * @returns {Score}
 */
export function score(labels, lines) {
  const byFile = new Map(lines.map((line) => [line.file, line]));
  const read = labels.map((label) => ({ label, line: byFile.get(label.file), ...reading(byFile.get(label.file)) }));
  const replies = read.filter(({ label }) => label.reply !== undefined);
  return {
    sender: tally(read, ({ label, sender, understood }) => understood && sender === comparable(label.sender)),
    automaticPrecision: tally(read.filter(({ automatic }) => automatic !== null), sameKind),
    automaticRecall: tally(read.filter(({ label }) => label.automatic !== null), sameKind),
    reply: tally(replies, sameReply),
    replyRussian: tally(replies.filter(({ label }) => label.russian), sameReply),
    quarantined: read.filter(({ line }) => line?.quarantine).map(({ label }) => label.file),
    missing: read.filter(({ line }) => !line).map(({ label }) => label.file),
  };
}

/** @typedef {{ understood: boolean, sender: string | null, automatic: string | null, reply: Fingerprint | null }} Reading */

/** @param {Line | undefined} line @returns {Reading} */
function reading(line) {
  const contact = line?.contact;
  return {
    understood: contact !== undefined,
    sender: comparable(contact?.identities?.find(({ type }) => type === 'email')?.value ?? null),
    automatic: contact?.automatic?.kind ?? null,
    reply: fingerprint(contact?.text ?? ''),
  };
}

/** @param {Reading & { label: Label }} read */
function sameKind({ label, automatic }) {
  return automatic === label.automatic;
}

/** @param {Reading & { label: Label }} read */
function sameReply({ label, reply, understood }) {
  if (!understood) return false;
  return (reply?.sha256 ?? null) === (label.reply?.sha256 ?? null) || (reply !== null && reply.sha256 === label.alsoReply?.sha256);
}

/** @param {string | null} address  lower-case, its domain in ASCII, so that both spellings of it are one */
function comparable(address) {
  if (address === null) return null;
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return `${address.slice(0, at).normalize('NFC')}@${domainToASCII(domain) || domain}`.toLowerCase();
}

/**
 * @template {{ label: Label }} T
 * @param {T[]} read @param {(read: T) => boolean} isRight
 * @returns {Tally}
 */
function tally(read, isRight) {
  const wrong = read.filter((one) => !isRight(one)).map(({ label }) => label.file);
  return { right: read.length - wrong.length, of: read.length, wrong };
}

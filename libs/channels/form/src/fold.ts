import type { ContactFacts, Content, Fold } from '@tributary/channel';
import { compareVersions, joinIdentities, sameFacts } from '@tributary/contact';
import { textBlocks } from './form-text.js';

type Form = Extract<Content, { kind: 'form' }>;

/** What a contact may grow to, twice what one post may hold: each revision is stored whole, and anybody may send parts. */
const MAX_FIELDS = 400;
const MAX_TEXT_CHARS = 2 * 1024 * 1024;
const MAX_ATTACHMENTS = 100;
const MAX_IDENTITIES = 100;

/**
 * Joins the same submission sent again: what is newer wins field by field, and no field is ever lost; what was first
 * stays first. Sent again without a change it stays what it was, its time included. A part that would make the contact
 * too large changes nothing; its bytes are kept like those of every part.
 */
export const fold: Fold = (stored, part) => {
  if (stored.content.kind !== 'form' || part.content.kind !== 'form') return stored;
  const partIsNewer = compareVersions(part, stored) >= 0;
  const [older, newer] = partIsNewer ? [stored, part] : [part, stored];
  const company = newer.sender.company ?? older.sender.company;
  const attribution = foldAttribution(older.attribution, newer.attribution);
  const content = foldContent(stored.content, part.content, partIsNewer);
  const folded: ContactFacts = {
    ...stored,
    identities: joinIdentities(stored.identities, part.identities),
    sender: { name: newer.sender.name || older.sender.name, ...(company && { company }) },
    // Labels follow the visitor's language, so the same values may come with another text: that is no change.
    text: sameFacts(content.fields, stored.content.fields) ? stored.text : foldText(older, newer),
    attachments: foldAttachments(stored.attachments, part.attachments),
    ...(attribution && { attribution }),
    content,
  };
  if (isTooLarge(folded, content) || sameFacts(folded, stored)) return stored;
  return { ...folded, occurredAt: newer.occurredAt };
};

function isTooLarge({ attachments, identities }: ContactFacts, { fields, consents }: Form): boolean {
  if (attachments.length > MAX_ATTACHMENTS || identities.length > MAX_IDENTITIES) return true;
  if (fields.length > MAX_FIELDS || consents.length > MAX_FIELDS) return true;
  return fields.reduce((sum, { label, value }) => sum + label.length + value.length, 0) > MAX_TEXT_CHARS;
}

function foldContent(stored: Form, part: Form, partIsNewer: boolean): Form {
  return {
    ...stored,
    fields: foldByName(stored.fields, part.fields, ({ name }) => name, (old, sent) => (isNews(old.value, sent.value, partIsNewer) ? sent : old)),
    // A consent said again keeps its first time and wording.
    consents: foldByName(stored.consents, part.consents, ({ purpose }) => purpose, (old, sent) => (partIsNewer && old.given !== sent.given ? sent : old)),
  };
}

/** An empty value says nothing, so it replaces nothing. */
function isNews(old: string, sent: string, partIsNewer: boolean): boolean {
  return sent !== old && sent !== '' && (partIsNewer || old === '');
}

/** Each name once, in the stored order, then what is new. */
function foldByName<T>(stored: readonly T[], part: readonly T[], nameOf: (item: T) => string, choose: (old: T, sent: T) => T): T[] {
  const sent = new Map(part.map((item) => [nameOf(item), item]));
  const names = new Set(stored.map(nameOf));
  const kept = stored.map((old) => {
    const again = sent.get(nameOf(old));
    return again === undefined ? old : choose(old, again);
  });
  return [...kept, ...part.filter((item) => !names.has(nameOf(item)))];
}

/** The newer text, and of the older one what no newer field replaces. */
function foldText(older: ContactFacts, newer: ContactFacts): string {
  const replaced = new Set(fieldsOf(newer).flatMap(({ name, value }) => (value === '' ? [] : [name])));
  let rest = older.text;
  for (const field of fieldsOf(older)) {
    if (replaced.has(field.name)) for (const block of textBlocks(field)) rest = withoutBlock(rest, block);
  }
  return [newer.text, rest].filter((text) => text !== '').join('\n');
}

function fieldsOf({ content }: ContactFacts): Form['fields'] {
  return content.kind === 'form' ? content.fields : [];
}

/** A text without one of its blocks, which are whole lines. */
function withoutBlock(text: string, block: string): string {
  const at = block === '' ? -1 : `\n${text}\n`.indexOf(`\n${block}\n`);
  if (at < 0) return text;
  return [text.slice(0, Math.max(at - 1, 0)), text.slice(at + block.length + 1)].filter((part) => part !== '').join('\n');
}

function foldAttachments(stored: ContactFacts['attachments'], part: ContactFacts['attachments']): ContactFacts['attachments'] {
  return [...stored, ...part.filter((file) => !stored.some((known) => known.sha256 === file.sha256 && known.name === file.name))];
}

type Attribution = ContactFacts['attribution'];

function foldAttribution(older: Attribution, newer: Attribution): Attribution {
  if (!older || !newer) return newer ?? older;
  const maps = (['utm', 'clickIds', 'clientIds'] as const).flatMap((key) => {
    const joined = { ...older[key], ...newer[key] };
    return Object.keys(joined).length > 0 ? [[key, joined] as const] : [];
  });
  return { ...older, ...newer, ...Object.fromEntries(maps) };
}

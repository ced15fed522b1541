// @ts-check
import { get } from '../lib/api.js';
import { h } from '../lib/dom.js';
import { duration, exactTime, number, size, time } from '../lib/format.js';
import { t, word } from '../lib/texts.js';

/** @param {import('../lib/router.js').Place} place */
export default async function contactPage({ id = '' }) {
  const title = t('contact.title');
  const node = h('article', { class: 'stack' });
  const refresh = async () => {
    const contact = await get(`/api/v1/contacts/${encodeURIComponent(id)}`);
    const lead = contact.lead && (await get(`/api/v1/leads/${contact.lead.id}`));
    node.replaceChildren(...sections({ ...contact, lead }));
  };
  await refresh();
  return { title, node, refresh: () => void refresh().catch(() => {}) };
}

/** @param {any} contact */
function sections(contact) {
  const name = contact.sender?.name || contact.person?.name || contact.identities?.[0]?.value || t('contacts.nobody');
  return [
    h('div', null, h('a', { class: 'back', href: '/contacts' }, '← ', t('contact.back')), h('h1', null, name)),
    h('div', { class: 'columns' }, h('div', { class: 'stack' }, message(contact), attachments(contact), form(contact)), h('div', { class: 'stack' }, who(contact), outcome(contact), decision(contact.decision), custody(contact.custody ?? []))),
  ];
}

/** @param {string} title @param {...any} content */
const card = (title, ...content) => h('section', { class: 'card' }, h('h2', null, title), ...content);

/** Names and values; those without a value are left out. @param {[string, any][]} pairs */
function facts(pairs) {
  const known = pairs.filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false);
  return h('dl', { class: 'facts' }, known.map(([name, value]) => [h('dt', null, name), h('dd', null, value)]));
}

/** @param {any} contact */
function message(contact) {
  return card(
    t('contact.facts'),
    contact.subject && h('h3', null, contact.subject),
    h('p', { class: 'text' }, contact.text || t('contacts.noText')),
    facts([
      [t('contact.channel'), `${word('channel', contact.channel)} · ${word('kind', contact.kind)}`],
      [t('contact.line'), contact.line],
      [t('contact.occurred'), time(contact.occurredAt)],
      [t('contact.received'), time(contact.receivedAt)],
      [t('contact.revision'), contact.revision > 1 && number(contact.revision)],
      [t('contact.externalId'), h('code', null, contact.externalId)],
      [t('contact.page'), contact.source?.page],
      [t('contact.referrer'), contact.source?.referrer],
      [t('contact.source'), sourceText(contact.source)],
    ]),
  );
}

/** @param {any} source */
function sourceText(source) {
  return Object.entries({ ...source?.utm, ...source?.clickIds }).map(([name, value]) => `${name}: ${value}`).join(', ');
}

/** @param {any} contact */
function attachments(contact) {
  const files = contact.attachments ?? [];
  if (files.length === 0) return '';
  return card(
    t('contact.attachments'),
    h('ul', { class: 'files' }, files.map((/** @type {any} */ file) => h('li', null, h('a', { href: file.url, download: file.name }, file.name), ' ', h('span', { class: 'dim' }, `${file.mediaType} · ${size(file.sizeBytes)}`)))),
  );
}

/** @param {any} contact */
function form(contact) {
  const { fields = [], consents = [] } = contact.form ?? {};
  if (fields.length + consents.length === 0) return '';
  return card(
    t('contact.fields'),
    facts(fields.map((/** @type {any} */ field) => [field.label || field.name, field.value])),
    consents.length > 0 && h('h3', null, t('contact.consents')),
    consents.map((/** @type {any} */ consent) => h('p', { class: 'consent' }, h('strong', null, consent.purpose, ': ', t(consent.given ? 'contact.given' : 'contact.notGiven')), consent.at && [' · ', time(consent.at)], h('br'), consent.text)),
  );
}

/** @param {any} contact */
function who(contact) {
  const { person } = contact;
  return card(
    t('contact.who'),
    h('ul', { class: 'identities' }, (contact.identities ?? []).map(identity)),
    facts([[t('contact.company'), contact.sender?.company], [t('contact.person'), person?.name]]),
    person ? h('a', { href: `/contacts?personId=${encodeURIComponent(person.id)}` }, t('contact.history')) : h('p', { class: 'dim' }, t('contact.noPerson')),
  );
}

/** @param {any} identity */
function identity({ type, value, verified }) {
  return h('li', null, h('span', { class: 'dim' }, word('identity', type)), ' ', h('span', { class: 'value' }, value), ' ', h('span', { class: verified ? 'badge good' : 'badge' }, t(verified ? 'contact.verified' : 'contact.stated')));
}

/** @param {any} contact */
function outcome(contact) {
  const { lead, notLead } = contact;
  const content = lead
    ? [h('p', null, h('span', { class: lead.status === 'open' ? 'badge good' : 'badge' }, word('leadStatus', lead.status)), ' ', lead.manager?.name ?? t('leads.pool')), h('a', { href: `/contacts?leadId=${encodeURIComponent(lead.id)}` }, t('contact.openLead'))]
    : h('p', null, notLead ? t('contact.notLead', { reason: word('reason', notLead.reason) }) : t('contact.pending'));
  return card(t(lead ? 'contact.lead' : 'contact.what'), content);
}

/** @param {{ sentence: string, steps?: any[] } | undefined} decision */
function decision(decision) {
  if (!decision) return card(t('contact.why'), h('p', { class: 'dim' }, t('contact.noDecision')));
  return card(t('contact.why'), h('p', null, decision.sentence), h('ol', { class: 'decision' }, (decision.steps ?? []).map((step) => h('li', null, stepText(step)))));
}

/** @param {any} step  a sentence, or facts with one */
function stepText(step) {
  if (typeof step === 'string') return step;
  const { text, sentence, ...rest } = step;
  return text ?? sentence ?? Object.entries(rest).map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`).join(' · ');
}

/** @param {{ step: string, at: string }[]} steps */
function custody(steps) {
  const row = (/** @type {{ step: string, at: string }} */ { step, at }, /** @type {number} */ index) => {
    const before = steps[index - 1];
    return h('li', null, h('span', null, word('custody', step)), ' ', exactTime(at), before && h('span', { class: 'dim took' }, ' +', duration(Date.parse(at) - Date.parse(before.at))));
  };
  return card(t('contact.custody'), h('ol', { class: 'custody' }, steps.map(row)));
}

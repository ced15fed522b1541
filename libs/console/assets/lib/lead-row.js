// @ts-check
import { get, post } from './api.js';
import { h } from './dom.js';
import { ask } from './form.js';
import { number, time } from './format.js';
import { failure, toast } from './messages.js';
import { isOperator, whoAmI } from './session.js';
import { t, word } from './texts.js';

/** How a lead may be closed. */
const OUTCOMES = ['won', 'lost', 'other'];

/** One lead with what may be done to it here. @param {any} lead @param {() => Promise<unknown>} changed  called after each change */
export function leadRow(lead, changed) {
  const name = lead.person?.name || t('leads.nobody');
  return h(
    'li',
    { class: 'row' },
    h('div', { class: 'row-main' }, h('a', { class: 'title', href: `/contacts?leadId=${encodeURIComponent(lead.id)}` }, name), lead.preview && h('p', { class: 'preview' }, lead.preview)),
    h(
      'div',
      { class: 'row-side' },
      status(lead),
      h('span', { class: 'dim' }, lead.channel && [word('channel', lead.channel), ' · '], t('leads.contacts', { count: number(lead.contactsCount ?? 1) }), ' · ', time(lead.lastContactAt)),
    ),
    actions(lead, changed),
  );
}

/** @param {any} lead */
function status(lead) {
  if (lead.status !== 'open') return h('span', { class: 'badge' }, lead.outcome ? word('outcome', lead.outcome) : word('leadStatus', lead.status));
  if (!lead.managerId) return h('span', { class: 'badge warn' }, t('leads.pool'));
  return h('span', { class: 'badge' }, lead.manager?.name ?? lead.managerId);
}

/** @param {any} lead @param {() => Promise<unknown>} changed */
function actions(lead, changed) {
  if (lead.status !== 'open') return undefined;
  const me = whoAmI();
  const mine = Boolean(me?.managerId) && lead.managerId === me?.managerId;
  const may = mine || isOperator();
  return h(
    'div',
    { class: 'actions' },
    !lead.managerId && me?.managerId && h('button', { type: 'button', class: 'primary', onclick: (/** @type {any} */ event) => take(event.currentTarget, lead, changed) }, t('leads.take')),
    may && h('button', { type: 'button', onclick: () => transfer(lead, changed) }, t('leads.transfer')),
    may && h('button', { type: 'button', onclick: () => close(lead, changed) }, t('leads.close')),
  );
}

/** @param {HTMLButtonElement} button @param {any} lead @param {() => Promise<unknown>} changed */
async function take(button, lead, changed) {
  button.disabled = true;
  try {
    await post(`/api/v1/leads/${lead.id}/take`);
    toast(t('leads.taken'));
    await changed();
  } catch (problem) {
    button.disabled = false;
    button.closest('.row')?.querySelector('.failure')?.remove();
    button.closest('.row')?.append(failure(problem));
  }
}

/** @param {any} lead @param {() => Promise<unknown>} changed */
async function transfer(lead, changed) {
  const { items } = await get('/api/v1/managers', { limit: 500 });
  const others = items.filter((/** @type {any} */ manager) => manager.id !== lead.managerId);
  if (others.length === 0) return toast(t('leads.noManagers'));
  ask({
    title: t('leads.transferTitle'),
    fields: [{ name: 'managerId', label: t('leads.transferTo'), type: 'select', options: others.map((/** @type {any} */ { id, name }) => ({ value: id, text: name })) }],
    submit: t('leads.transfer'),
    onSubmit: async (values) => {
      await post(`/api/v1/leads/${lead.id}/transfer`, values);
      toast(t('leads.transferred'));
      await changed();
    },
  });
}

/** @param {any} lead @param {() => Promise<unknown>} changed */
function close(lead, changed) {
  ask({
    title: t('leads.closeTitle'),
    fields: [
      { name: 'outcome', label: t('leads.outcome'), type: 'select', options: OUTCOMES.map((value) => ({ value, text: t(`outcome.${value}`) })) },
      { name: 'note', label: t('leads.note'), optional: true, attributes: { maxlength: 2000 } },
    ],
    submit: t('leads.close'),
    onSubmit: async (values) => {
      await post(`/api/v1/leads/${lead.id}/close`, values);
      toast(t('leads.closedNow'));
      await changed();
    },
  });
}

// @ts-check
import { get } from '../lib/api.js';
import { h } from '../lib/dom.js';
import { number } from '../lib/format.js';
import { leadRow } from '../lib/lead-row.js';
import { isOperator } from '../lib/session.js';
import { t } from '../lib/texts.js';

const FIGURES = ['accepted', 'leads', 'joined', 'notLeads', 'quarantined'];
const SHOWN_LEADS = 10;

export default async function homePage() {
  const node = h('div', null, h('h1', null, t('home.title')));
  const body = h('div', { class: 'stack' });
  node.append(body);
  const refresh = async () => body.replaceChildren(...(await sections(refresh)));
  await refresh();
  return { title: t('home.title'), node, refresh: () => void refresh().catch(() => {}) };
}

/** @param {() => Promise<void>} refresh */
async function sections(refresh) {
  const operator = isOperator();
  const [stats, leads, steps] = await Promise.all([
    get('/api/v1/stats'),
    get('/api/v1/leads', { status: 'open', limit: SHOWN_LEADS, managerId: operator ? 'none' : 'me' }),
    operator ? firstSteps() : undefined,
  ]);
  return [account(stats), figures(stats), steps, waiting(leads.items, operator, refresh)].filter((part) => part !== undefined);
}

/** The one sentence that matters: is anything lost? @param {Record<string, number | string>} stats */
function account(stats) {
  const count = stats.unaccounted;
  if (count === 'unknown') return h('p', { class: 'verdict unknown' }, t('home.partial'));
  if (Number(count) === 0) return h('p', { class: 'verdict good' }, t('home.unaccountedGood'));
  return h('p', { class: 'verdict bad', role: 'alert' }, h('strong', null, number(count)), ' ', t('home.unaccountedBad'));
}

/** @param {Record<string, number | string>} stats */
function figures(stats) {
  const tile = (/** @type {string} */ name) => {
    const value = stats[name] ?? 'unknown';
    return h('div', { class: 'tile' }, h('dt', null, t(`home.${name}`)), h('dd', null, value === 'unknown' ? t('home.unknown') : number(value)));
  };
  return h('dl', { class: 'tiles' }, FIGURES.map(tile));
}

/** What a fresh installation still lacks. Nothing when all is there. */
async function firstSteps() {
  const [managers, connectors, contacts] = await Promise.all([
    get('/api/v1/managers', { limit: 1 }),
    get('/api/v1/connectors', { limit: 1 }),
    get('/api/v1/contacts', { limit: 1 }),
  ]);
  const steps = [
    { done: managers.items.length > 0, href: '/managers', name: 'stepManager' },
    { done: connectors.items.length > 0, href: '/connectors', name: 'stepForm' },
    { done: contacts.items.length > 0, href: '/connectors', name: 'stepPost' },
  ];
  if (steps.every(({ done }) => done)) return undefined;
  return h('section', { class: 'card' }, h('h2', null, t('home.steps')), h('ol', { class: 'steps' }, steps.map(stepRow)));
}

/** @param {{ done: boolean, href: string, name: string }} step */
function stepRow({ done, href, name }) {
  const text = t(`home.${name}`);
  return h('li', { class: done && 'done' }, done ? text : h('a', { href }, text), done ? [' ', h('span', { class: 'badge good' }, t('home.done'))] : h('div', { class: 'dim' }, t(`home.${name}Text`)));
}

/** @param {any[]} leads @param {boolean} operator @param {() => Promise<void>} refresh */
function waiting(leads, operator, refresh) {
  const title = t(operator ? 'home.waiting' : 'home.mine');
  const none = t(operator ? 'home.waitingNone' : 'home.mineNone');
  const list = leads.length === 0 ? h('p', { class: 'dim' }, none) : h('ul', { class: 'rows' }, leads.map((lead) => leadRow(lead, refresh)));
  return h('section', null, h('div', { class: 'heading' }, h('h2', null, title), h('a', { href: '/leads' }, t('home.all'))), list);
}

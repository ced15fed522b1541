// @ts-check
import { get, patch, post, Problem } from '../lib/api.js';
import { h } from '../lib/dom.js';
import { form } from '../lib/form.js';
import { toast } from '../lib/messages.js';
import { accountOf, mailboxFields } from '../lib/mailbox-fields.js';
import { go } from '../lib/router.js';
import { lang, t } from '../lib/texts.js';

/** A new mailbox, or the settings of one. @param {import('../lib/router.js').Place} place */
export default async function mailboxPage({ id }) {
  const [{ items: lines }, { items: channels }, account] = await Promise.all([get('/api/v1/lines', { limit: 500 }), get('/api/v1/channels'), id ? get(`/api/v1/accounts/${id}`) : undefined]);
  const title = account ? t('mailbox.titleOf', { name: account.name }) : t('mailbox.title');
  const presets = presetsOf(channels);
  const node = h(
    'div',
    { class: 'stack' },
    h('div', null, h('a', { class: 'back', href: '/connectors' }, t('mailbox.back')), h('h1', null, title), !account && h('p', { class: 'lead' }, t('mailbox.text'))),
    h('section', { class: 'card' }, mailboxForm(account, lines, presets)),
  );
  return { title, node };
}

/** @param {any} account @param {any[]} lines @param {any[]} presets */
function mailboxForm(account, lines, presets) {
  const passwordHint = h('span', null);
  const anyway = h('button', { type: 'button', hidden: true, onclick: () => ((unchecked = true), entry.requestSubmit()) }, t(account ? 'mailbox.saveAnyway' : 'mailbox.addAnyway'));
  let unchecked = false;
  const entry = form({
    fields: mailboxFields({ account, lines, presets, passwordHint }),
    submit: t(account ? 'mailbox.checkAndSave' : 'mailbox.checkAndAdd'),
    busy: t('mailbox.checking'),
    more: [anyway, h('a', { class: 'button', href: '/connectors' }, t('action.cancel'))],
    onSubmit: async (values) => {
      const skip = unchecked;
      unchecked = false;
      anyway.hidden = true;
      const filledIn = accountOf(values, account);
      const checked = skip ? undefined : await check(filledIn, account).catch((problem) => fail(problem, anyway));
      await save(filledIn, account, checked?.found);
      toast(checked ? t('mailbox.saved', { title: checked.title }) : t('mailbox.savedUnchecked'));
      await go('/connectors');
    },
  });
  const user = entry.elements['settings.user'];
  const explain = () => passwordHint.replaceChildren(...hintFor(user.value, presets, account));
  user.addEventListener('input', explain);
  explain();
  return entry;
}

/** @param {any} filledIn @param {any} account @returns {Promise<{ title: string, found?: object }>} */
async function check({ name, line, settings }, account) {
  const answer = account ? await post(`/api/v1/accounts/${account.id}/check`, { settings }) : await post('/api/v1/accounts/check', { channel: 'email', name, line, settings });
  if (answer.ok) return answer;
  const { code, detail, field } = answer.failure;
  throw new Problem(0, { code: 'check-failed', detail, errors: field ? [{ field: `settings.${field}`, detail }] : [] });
}

/** What only the provider can say may be wrong for now: then it may be saved all the same. @param {any} problem @param {HTMLElement} anyway @returns {never} */
function fail(problem, anyway) {
  anyway.hidden = problem.code !== 'check-failed';
  throw problem;
}

/** @param {any} filledIn @param {any} account @param {object} [found]  what the check found out: it needn't be looked for again */
function save({ name, line, settings }, account, found) {
  if (account) return patch(`/api/v1/accounts/${account.id}`, { name, line, settings });
  return post('/api/v1/accounts', { channel: 'email', name, line, settings: { ...settings, ...found } });
}

/** What the provider of this address wants for a password. @param {string} address @param {any[]} presets @param {any} account */
function hintFor(address, presets, account) {
  const domain = address.trim().toLowerCase().split('@')[1] ?? '';
  const preset = presets.find(({ domains }) => domains.includes(domain));
  const keep = account?.settings.password ? `${t('mailbox.passwordKept')} ` : '';
  if (!preset) return [keep + t('mailbox.passwordHint')];
  return [keep + preset.hint, preset.helpUrl && ' ', preset.helpUrl && h('a', { href: preset.helpUrl, target: '_blank', rel: 'noreferrer noopener' }, t('mailbox.helpPage'))].filter(Boolean);
}

/** Providers as the channel's settings describe them, in the language of the page. @param {any[]} channels @returns {any[]} */
function presetsOf(channels) {
  const { options = [] } = channels.find(({ name }) => name === 'email')?.settings.properties.preset ?? {};
  if (lang === 'en') return options;
  return options.map((/** @type {any} */ option) => ({ ...option, title: option.titleRu, hint: option.hintRu }));
}

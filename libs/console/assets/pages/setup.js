// @ts-check
import { post } from '../lib/api.js';
import { h } from '../lib/dom.js';
import { form } from '../lib/form.js';
import { go } from '../lib/router.js';
import { loadSession } from '../lib/session.js';
import { t } from '../lib/texts.js';

/** @param {import('../lib/router.js').Place} place */
export default function setupPage(place) {
  const token = place.query.get('token');
  // The secret stays out of the history, of bookmarks and of a screen that is shared.
  if (token) history.replaceState(null, '', '/setup');
  const title = t('setup.title');
  if (!token) return { title, node: h('section', { class: 'card narrow' }, h('h1', null, title), h('p', { class: 'note' }, t('setup.noToken'))) };
  const entry = form({
    fields: [
      { name: 'name', label: t('setup.name'), attributes: { autocomplete: 'name', autofocus: '', maxlength: 200 } },
      { name: 'email', label: t('setup.email'), type: 'email', attributes: { autocomplete: 'username' } },
      { name: 'password', label: t('setup.password'), type: 'password', hint: t('setup.passwordHint'), attributes: { autocomplete: 'new-password', minlength: 8, maxlength: 256 } },
    ],
    submit: t('setup.submit'),
    onSubmit: async (values) => {
      await post('/api/v1/setup', { token, ...values });
      await loadSession();
      await go('/');
    },
  });
  return { title, node: h('section', { class: 'card narrow' }, h('h1', null, title), h('p', null, t('setup.text')), entry) };
}

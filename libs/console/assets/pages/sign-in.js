// @ts-check
import { get } from '../lib/api.js';
import { h } from '../lib/dom.js';
import { form } from '../lib/form.js';
import { go } from '../lib/router.js';
import { signIn } from '../lib/session.js';
import { t } from '../lib/texts.js';

/** @param {import('../lib/router.js').Place} place */
export default async function signInPage(place) {
  const { needed } = await get('/api/v1/setup');
  const entry = form({
    fields: [
      { name: 'email', label: t('signIn.email'), type: 'email', attributes: { autocomplete: 'username', autofocus: '' } },
      { name: 'password', label: t('signIn.password'), type: 'password', attributes: { autocomplete: 'current-password' } },
    ],
    submit: t('signIn.submit'),
    onSubmit: async ({ email = '', password = '' }) => {
      await signIn({ email, password });
      await go(ownPath(place.query.get('back')));
    },
  });
  const title = t('signIn.title');
  return { title, node: h('section', { class: 'card narrow' }, h('h1', null, title), needed ? h('p', { class: 'note' }, t('signIn.noUsers')) : entry) };
}

/** Back to where one wanted to go, never to another site. @param {string | null} back */
function ownPath(back) {
  if (!back) return '/';
  const url = new URL(back, location.origin);
  return url.origin === location.origin && back.startsWith('/') ? url.pathname + url.search : '/';
}

import { Alert } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { post } from '../api/client';
import { session } from '../api/queries';
import { FieldsForm } from '../parts/fields';
import { t } from '../texts/text';
import { Door } from './door';

/** Across the reload that a choice of language is. */
const KEPT = 'tributary-setup-token';

/** The first administrator, by the link that was printed at the start. */
export default function Setup() {
  const [, go] = useLocation();
  const queries = useQueryClient();
  const [token] = useState(() => new URLSearchParams(location.search).get('token') ?? sessionStorage.getItem(KEPT));
  useEffect(() => {
    // The secret stays out of the history, of bookmarks and of a screen that is shared.
    if (token) sessionStorage.setItem(KEPT, token);
    history.replaceState(null, '', '/setup');
  }, [token]);
  if (!token) {
    return (
      <Door title={t('setup.title')}>
        <Alert color="yellow">{t('setup.noToken')}</Alert>
      </Door>
    );
  }
  return (
    <Door title={t('setup.title')} text={t('setup.text')}>
      <FieldsForm
        fields={[
          { name: 'name', label: t('setup.name'), autoComplete: 'name', maxLength: 200, autoFocus: true },
          { name: 'email', label: t('setup.email'), type: 'email', autoComplete: 'username' },
          { name: 'password', label: t('setup.password'), type: 'password', hint: t('setup.passwordHint'), autoComplete: 'new-password', maxLength: 256 },
        ]}
        submit={t('setup.submit')}
        onSubmit={async (values) => {
          await post('/api/v1/setup', { token, ...values });
          sessionStorage.removeItem(KEPT);
          await queries.fetchQuery({ ...session, staleTime: 0 });
          go('/', { replace: true });
        }}
      />
    </Door>
  );
}

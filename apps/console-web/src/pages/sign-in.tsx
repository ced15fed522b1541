import { Alert } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useSearch } from 'wouter';
import { get, post } from '../api/client';
import { session } from '../api/queries';
import type { Me } from '../api/types';
import { FieldsForm } from '../parts/fields';
import { isThere } from '../session/belongings';
import { t } from '../texts/text';
import { Door } from './door';

export default function SignIn() {
  const [, go] = useLocation();
  const search = useSearch();
  const queries = useQueryClient();
  const { data: setup } = useQuery({ queryKey: ['setup'], queryFn: () => get<{ needed: boolean }>('/api/v1/setup') });
  return (
    <Door title={t('signIn.title')}>
      {setup?.needed && (
        <Alert color="blue" mb="md">
          {t('signIn.noUsers')}
        </Alert>
      )}
      <FieldsForm
        fields={[
          { name: 'email', label: t('signIn.email'), type: 'email', autoComplete: 'username', autoFocus: true },
          { name: 'password', label: t('signIn.password'), type: 'password', autoComplete: 'current-password' },
        ]}
        submit={t('signIn.submit')}
        onSubmit={async (values) => {
          const me = await post<Me>('/api/v1/session', values);
          isThere(me);
          queries.setQueryData(session.queryKey, me);
          go(back(search), { replace: true });
        }}
      />
    </Door>
  );
}

/** Where one wanted to go, if that is a page of ours. */
function back(search: string): string {
  const wanted = new URLSearchParams(search).get('back') ?? '/';
  return URL.canParse(wanted, location.origin) && new URL(wanted, location.origin).origin === location.origin && wanted.startsWith('/') ? wanted : '/';
}

import { Button, Stack, Tabs } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post } from '../../api/client';
import { managers } from '../../api/queries';
import type { Page, User } from '../../api/types';
import { Section } from '../../parts/facts';
import { FieldsForm } from '../../parts/fields';
import { Failure, Loading, toast } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { t } from '../../texts/text';
import { Tokens } from './tokens';
import { UserCard } from './user-card';

const ROLES = ['manager', 'operator', 'admin'] as const;

/** Who may sign in, and the tokens by which programs do. */
export default function Users() {
  return (
    <PageFrame title={t('users.title')}>
      <Tabs defaultValue="users" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="users">{t('users.people')}</Tabs.Tab>
          <Tabs.Tab value="tokens">{t('tokens.title')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="users" pt="md">
          <People />
        </Tabs.Panel>
        <Tabs.Panel value="tokens" pt="md">
          <Tokens />
        </Tabs.Panel>
      </Tabs>
    </PageFrame>
  );
}

function People() {
  const queries = useQueryClient();
  const [adding, { open, close }] = useDisclosure();
  const { data: people } = useQuery(managers);
  const { data, error, refetch } = useQuery({ queryKey: ['users'], queryFn: () => get<Page<User>>('/api/v1/users', { limit: 500 }) });
  const nameOf = (id: string | null) => people?.items.find((manager) => manager.id === id)?.name ?? id;
  return (
    <Stack>
      <p>{t('users.text')}</p>
      {adding ? (
        <Section title={t('users.add')}>
          <FieldsForm
            fields={[
              { name: 'name', label: t('users.name'), maxLength: 200, autoFocus: true },
              { name: 'email', label: t('users.email'), type: 'email' },
              { name: 'role', label: t('users.role'), type: 'select', options: ROLES.map((value) => ({ value, label: t(`role.${value}`) })) },
              { name: 'managerId', label: t('users.manager'), type: 'select', optional: true, options: [{ value: '', label: t('users.noManager') }, ...(people?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))] },
              { name: 'password', label: t('users.password'), type: 'password', hint: t('users.passwordHint'), autoComplete: 'new-password', maxLength: 256 },
            ]}
            submit={t('users.create')}
            onSubmit={async ({ managerId, ...values }) => {
              const { name } = await post<User>('/api/v1/users', { ...values, ...(managerId && { managerId }) });
              toast(t('users.created', { name }));
              await queries.invalidateQueries();
              close();
            }}
            more={
              <Button variant="default" onClick={close}>
                {t('action.cancel')}
              </Button>
            }
          />
        </Section>
      ) : (
        <div>
          <Button onClick={open}>{t('users.add')}</Button>
        </div>
      )}
      {error && <Failure problem={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.map((user) => (
        <UserCard key={user.id} user={user} manager={nameOf(user.managerId)} />
      ))}
    </Stack>
  );
}

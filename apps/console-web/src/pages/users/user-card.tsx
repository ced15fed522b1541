import { Badge, Button, Group, Paper, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { patch, remove } from '../../api/client';
import type { User } from '../../api/types';
import { Ask } from '../../parts/ask';
import { complain } from '../../parts/messages';
import { useMe } from '../../session/me';
import { SecretInput } from '../../parts/secret-input';
import { t } from '../../texts/text';

export function UserCard({ user, manager }: { readonly user: User; readonly manager: string | null | undefined }) {
  const isMe = useMe().id === user.id;
  const queries = useQueryClient();
  const [asking, setAsking] = useState<'password' | 'remove'>();
  const [password, setPassword] = useState('');
  const close = () => setAsking(undefined);
  const toggle = useMutation({ mutationFn: () => patch(`/api/v1/users/${user.id}`, { disabled: !user.disabledAt }), onError: complain, onSettled: () => queries.invalidateQueries() });
  return (
    <Paper withBorder p="sm" className="user">
      <Group justify="space-between">
        <div>
          <Group gap="xs">
            <Text fw={600}>{user.name}</Text>
            {isMe && <Badge variant="light">{t('users.you')}</Badge>}
            <Badge variant="light" color="gray">
              {t(`role.${user.role}`)}
            </Badge>
            {user.disabledAt && <Badge color="yellow">{t('users.disabled')}</Badge>}
          </Group>
          <Text size="sm" c="dimmed">
            {user.email}
            {manager && ` · ${manager}`}
          </Text>
        </div>
        <Group gap="xs">
          <Button size="compact-sm" variant="default" onClick={() => setAsking('password')}>
            {t('users.newPassword')}
          </Button>
          {!isMe && (
            <>
              <Button size="compact-sm" variant="default" loading={toggle.isPending} onClick={() => toggle.mutate()}>
                {t(user.disabledAt ? 'users.enable' : 'users.disable')}
              </Button>
              <Button size="compact-sm" variant="light" color="red" onClick={() => setAsking('remove')}>
                {t('action.remove')}
              </Button>
            </>
          )}
        </Group>
      </Group>
      {asking === 'password' && (
        <Ask title={`${t('users.newPassword')}: ${user.name}`} submit={t('action.save')} onClose={close} onSubmit={() => patch(`/api/v1/users/${user.id}`, { password })}>
          <SecretInput data-autofocus name="password" label={t('users.password')} description={t('users.passwordHint')} autoComplete="new-password" required minLength={8} maxLength={256} value={password}  onChange={({ currentTarget }) => setPassword(currentTarget.value)} />
        </Ask>
      )}
      {asking === 'remove' && (
        <Ask
          danger
          title={t('users.removeTitle', { name: user.name })}
          text={t('users.removeText')}
          submit={t('action.remove')}
          onClose={close}
          onSubmit={async () => {
            await remove(`/api/v1/users/${user.id}`);
            await queries.invalidateQueries();
          }}
        />
      )}
    </Paper>
  );
}

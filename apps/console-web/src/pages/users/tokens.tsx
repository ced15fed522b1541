import { Alert, Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post, remove } from '../../api/client';
import type { Page, Token } from '../../api/types';
import { Ask } from '../../parts/ask';
import { Copyable } from '../../parts/copyable';
import { Section } from '../../parts/facts';
import { FieldsForm } from '../../parts/fields';
import { Time } from '../../parts/format';
import { Failure, Loading } from '../../parts/messages';
import { t } from '../../texts/text';

const ROLES = ['operator', 'admin', 'manager'] as const;

/** Tokens by which programs call the API; each is shown once. */
export function Tokens() {
  const queries = useQueryClient();
  const [made, setMade] = useState<string>();
  const [revoking, setRevoking] = useState<Token>();
  const { data, error, refetch } = useQuery({ queryKey: ['tokens'], queryFn: () => get<Page<Token>>('/api/v1/tokens', { limit: 500 }) });
  return (
    <Stack>
      <Section title={t('tokens.add')}>
        <FieldsForm
          clears
          fields={[
            { name: 'name', label: t('tokens.name'), hint: t('tokens.nameHint'), maxLength: 200 },
            { name: 'role', label: t('users.role'), type: 'select', options: ROLES.map((value) => ({ value, label: t(`role.${value}`) })) },
          ]}
          submit={t('tokens.create')}
          onSubmit={async (values) => {
            const { token } = await post<{ token: string }>('/api/v1/tokens', values);
            setMade(token);
            await queries.invalidateQueries();
          }}
        />
        {made && (
          <Alert color="yellow" mt="md" title={t('tokens.once')}>
            <Copyable label={t('tokens.token')} text={made} />
          </Alert>
        )}
      </Section>
      {error && <Failure problem={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.map((token) => (
        <Paper key={token.id} withBorder p="sm" className="token">
          <Group justify="space-between">
            <div>
              <Group gap="xs">
                <Text fw={600}>{token.name}</Text>
                <Badge variant="light" color="gray">
                  {t(`role.${token.role}`)}
                </Badge>
                {token.revokedAt && <Badge color="gray">{t('tokens.revoked')}</Badge>}
              </Group>
              <Text size="sm" c="dimmed">
                {t('tokens.lastUsed')}: <Time iso={token.lastUsedAt} />
              </Text>
            </div>
            {!token.revokedAt && token.source !== 'settings' && (
              <Button size="compact-sm" variant="light" color="red" onClick={() => setRevoking(token)}>
                {t('tokens.revoke')}
              </Button>
            )}
          </Group>
        </Paper>
      ))}
      {revoking && (
        <Ask
          danger
          title={`${t('tokens.revoke')}: ${revoking.name}`}
          text={t('tokens.revokeText')}
          submit={t('tokens.revoke')}
          onClose={() => setRevoking(undefined)}
          onSubmit={async () => {
            await remove(`/api/v1/tokens/${revoking.id}`);
            await queries.invalidateQueries();
          }}
        />
      )}
    </Stack>
  );
}

import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client';
import type { Recipient, TestResult, Way } from '../../api/types';
import { type Field, FieldsForm } from '../../parts/fields';
import { complain, Empty, toast } from '../../parts/messages';
import { t } from '../../texts/text';
import { useSave } from './save';

const KINDS = ['mail', 'telegram', 'webhook'] as const;

/** By which ways a manager is told, a test of all of them. */
export function Ways({ recipient }: { readonly recipient: Recipient }) {
  const { managerId, ways, available } = recipient;
  const [adding, setAdding] = useState<Way['kind']>();
  const save = useSave(recipient);
  const test = useMutation({
    mutationFn: () => post<{ items: TestResult[] }>(`/api/v1/notifications/${encodeURIComponent(managerId)}/test`),
    onError: complain,
  });
  const removing = useMutation({ mutationFn: (way: Way) => save({ ways: ways.filter((each) => each !== way) }), onError: complain });
  const missing = ways.filter(({ kind }) => !available.includes(kind));
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {t('notifications.ways')}
        </Title>
        <Group gap="xs">
          {KINDS.map((kind) => (
            <Button key={kind} size="compact-sm" variant="default" onClick={() => setAdding(kind)}>
              {t(`alarms.add-${kind}`)}
            </Button>
          ))}
        </Group>
      </Group>
      <Stack gap="xs">
        {adding && (
          <Paper withBorder p="md">
            <FieldsForm
              key={adding}
              fields={fieldsOf(adding, ways.length)}
              submit={t('action.add')}
              onSubmit={async (values) => {
                await save({ ways: [...ways, wayOf(adding, values, ways.length)] });
                toast(t('alarms.saved'));
                setAdding(undefined);
              }}
              more={
                <Button variant="default" onClick={() => setAdding(undefined)}>
                  {t('action.cancel')}
                </Button>
              }
            />
          </Paper>
        )}
        {ways.map((way) => (
          <Paper key={`${way.kind}:${addressOf(way)}`} withBorder p="sm" className="way">
            <Group justify="space-between" gap="xs">
              <div>
                <Text fw={600}>{t(`targetKind.${way.kind}`)}</Text>
                <Text size="sm" c="dimmed">
                  {addressOf(way)}
                </Text>
              </div>
              <Button size="compact-sm" variant="light" color="red" loading={removing.isPending} onClick={() => removing.mutate(way)}>
                {t('action.remove')}
              </Button>
            </Group>
            <Outcome result={test.data?.items.find(({ kind, address }) => kind === way.kind && address === addressOf(way))} />
          </Paper>
        ))}
        {missing.length > 0 && <Alert color="yellow">{t('notifications.noSender')}</Alert>}
        {ways.length === 0 && !adding && <Empty title={t('notifications.noWays')} text={t('notifications.noWaysText')} />}
        {ways.length > 0 && (
          <Group>
            <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
              {t('alarms.test')}
            </Button>
          </Group>
        )}
      </Stack>
    </section>
  );
}

function Outcome({ result }: { readonly result: TestResult | undefined }) {
  if (!result) return null;
  return (
    <Text size="sm" c={result.ok ? 'teal.9' : 'red'} role="status" className="outcome">
      {result.ok ? t('alarms.tested') : result.detail}
    </Text>
  );
}

/** @param index  as the server names the mistakes of this way */
function fieldsOf(kind: Way['kind'], index: number): Field[] {
  const at = (name: string) => `ways.${index}.${name}`;
  if (kind === 'mail') return [{ name: at('address'), label: t('alarms.to'), type: 'email', autoFocus: true }];
  if (kind === 'telegram') return [{ name: at('chatId'), label: t('alarms.chatId'), hint: t('notifications.chatIdHint'), autoFocus: true }];
  return [
    { name: at('url'), label: t('alarms.url'), type: 'url', autoFocus: true },
    { name: at('secret'), label: t('alarms.secret'), hint: t('alarms.secretHint'), type: 'password', autoComplete: 'new-password' },
  ];
}

function wayOf(kind: Way['kind'], values: Readonly<Record<string, string>>, index: number): Way {
  const value = (name: string) => (values[`ways.${index}.${name}`] ?? '').trim();
  if (kind === 'mail') return { kind, address: value('address') };
  if (kind === 'telegram') return { kind, chatId: value('chatId') };
  return { kind, url: value('url'), secret: value('secret') };
}

/** As a test's answer names it. */
function addressOf(way: Way): string {
  return way.kind === 'mail' ? way.address.toLowerCase() : way.kind === 'telegram' ? way.chatId : way.url;
}

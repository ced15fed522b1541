import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, post, remove } from '../../api/client';
import type { Page } from '../../api/types';
import { FieldsForm } from '../../parts/fields';
import { Time } from '../../parts/format';
import { complain, Empty, Failure, Loading, toast } from '../../parts/messages';
import { t, word } from '../../texts/text';

interface SharedIdentity {
  readonly type: string;
  readonly value: string;
  readonly cause: string;
  readonly markedAt: string;
}

const PATH = '/api/v1/shared-identities';

/** Addresses that are nobody's own: an office's main number, info@. They join nobody. */
export function Shared() {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: ['shared'], queryFn: () => get<Page<SharedIdentity>>(PATH, { limit: 500 }) });
  const unmark = useMutation({ mutationFn: ({ type, value }: SharedIdentity) => remove(PATH, { type, value }), onError: complain, onSettled: () => queries.invalidateQueries() });
  return (
    <Stack>
      <Text c="dimmed">{t('people.sharedText')}</Text>
      <FieldsForm
        clears
        fields={[
          { name: 'type', label: t('people.kind'), type: 'select', options: [{ value: 'phone', label: t('identity.phone') }, { value: 'email', label: t('identity.email') }] },
          { name: 'value', label: t('people.value'), maxLength: 320 },
        ]}
        submit={t('people.markShared')}
        onSubmit={async (values) => {
          await post(PATH, values);
          toast(t('people.isShared'));
          await queries.invalidateQueries();
        }}
      />
      {error && <Failure problem={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <Empty title={t('people.noShared')} />}
      {data?.items.map((identity) => (
        <Paper key={`${identity.type}:${identity.value}`} withBorder p="sm" className="shared">
          <Group justify="space-between">
            <div>
              <Text fw={600}>{identity.value}</Text>
              <Text size="sm" c="dimmed">
                {word('identity', identity.type)} · <Time iso={identity.markedAt} />{' '}
                <Badge size="sm" variant="light" color="gray">
                  {word('sharedCause', identity.cause)}
                </Badge>
              </Text>
            </div>
            <Button size="compact-sm" variant="default" onClick={() => unmark.mutate(identity)}>
              {t('people.unmarkShared')}
            </Button>
          </Group>
        </Paper>
      ))}
    </Stack>
  );
}

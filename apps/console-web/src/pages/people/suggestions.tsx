import { Badge, Button, Group, NativeSelect, Paper, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { post } from '../../api/client';
import type { Suggestion } from '../../api/types';
import { number, Time } from '../../parts/format';
import { useGrowingList } from '../../parts/growing-list';
import { complain, Empty, Failure, Loading, toast } from '../../parts/messages';
import { VirtualList } from '../../parts/virtual-list';
import { useIsOperator } from '../../session/me';
import { t } from '../../texts/text';
import { MergeForm } from './merge-form';

const STATES = ['open', 'accepted', 'rejected'] as const;

/** People who may be one, with the reasons. */
export function Suggestions() {
  const [status, setStatus] = useState('open');
  const list = useGrowingList<Suggestion>('/api/v1/suggestions', { status });
  return (
    <Stack>
      <Text c="dimmed">{t('people.suggestionsText')}</Text>
      <NativeSelect maw={240} label={t('connectors.state')} value={status} onChange={({ currentTarget }) => setStatus(currentTarget.value)} data={STATES.map((value) => ({ value, label: t(`suggestion.${value}`) }))} />
      {list.problem && <Failure problem={list.problem} again={list.refresh} />}
      {!list.items && !list.problem && <Loading />}
      {list.items?.length === 0 && <Empty title={t('people.noSuggestions')} />}
      {list.items && list.items.length > 0 && <VirtualList label={t('people.suggestions')} items={list.items} idOf={({ id }) => id} row={(suggestion) => <SuggestionCard suggestion={suggestion} onDecided={list.refresh} />} rowHeight={130} gap={8} hasMore={list.hasMore} more={list.more} />}
    </Stack>
  );
}

export function SuggestionCard({ suggestion, onDecided }: { readonly suggestion: Suggestion; readonly onDecided?: () => void }) {
  const operator = useIsOperator();
  const queries = useQueryClient();
  const [merging, setMerging] = useState(false);
  const { id, people, sentence, score, status, createdAt, contactId } = suggestion;
  const reject = useMutation({
    mutationFn: () => post(`/api/v1/suggestions/${id}/reject`),
    onSuccess: () => toast(t('people.rejected')),
    onError: complain,
    onSettled: async () => {
      await queries.invalidateQueries();
      onDecided?.();
    },
  });
  return (
    <Paper withBorder p="sm" className="suggestion">
      <Group gap="xs">
        {people.map((person, index) => (
          <Group gap={4} key={person.id}>
            {index > 0 && '≈'}
            <Link href={`/people/${person.id}`}>{person.name || t('contacts.nobody')}</Link>
          </Group>
        ))}
        <Badge variant="light" color="gray">
          {t('people.score')}: {number(score)}
        </Badge>
      </Group>
      <Text mt={4}>{sentence}</Text>
      <Text size="xs" c="dimmed">
        <Time iso={createdAt} /> {contactId && <Link href={`/contacts/${contactId}`}>{t('contact.title')}</Link>}
      </Text>
      {operator && status === 'open' && !merging && (
        <Group gap="xs" mt="xs">
          <Button size="compact-sm" onClick={() => setMerging(true)}>
            {t('people.areOne')}
          </Button>
          <Button size="compact-sm" variant="default" loading={reject.isPending} onClick={() => reject.mutate()}>
            {t('people.areTwo')}
          </Button>
        </Group>
      )}
      {merging && (
        <MergeForm
          people={people}
          onClose={() => setMerging(false)}
          onMerge={async (choices) => {
            await post(`/api/v1/suggestions/${id}/accept`, choices);
            onDecided?.();
          }}
        />
      )}
    </Paper>
  );
}

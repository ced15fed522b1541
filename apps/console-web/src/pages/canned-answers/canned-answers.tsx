import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { remove } from '../../api/client';
import type { CannedAnswer } from '../../api/conversation-types';
import { cannedAnswers, lines } from '../../api/queries';
import { Ask } from '../../parts/ask';
import { Empty, Failure, Loading } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { SearchBox } from '../../parts/search-box';
import { t } from '../../texts/text';
import { isLike } from '../conversations/canned-text';
import { CannedForm } from './canned-form';

/** Texts to answer with: everybody's and one's own. */
export default function CannedAnswers() {
  const { data, error, refetch } = useQuery(cannedAnswers);
  const [words, setWords] = useState('');
  const [changing, setChanging] = useState<CannedAnswer | 'new'>();
  const found = data?.items.filter((each) => isLike(each, words)) ?? [];
  const add = <Button onClick={() => setChanging('new')}>{t('canned.add')}</Button>;
  return (
    <PageFrame title={t('canned.title')} text={t('canned.text')} back={{ href: '/conversations', text: t('talk.title') }} actions={add}>
      {error && <Failure problem={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <Empty title={t('canned.empty')} text={t('canned.emptyText')} />}
      {data && data.items.length > 0 && (
        <>
          <div role="search">
            <SearchBox label={t('talk.search')} value={words} onSearch={setWords} />
          </div>
          {found.length === 0 && <Empty title={t('canned.nothing')} />}
          <Stack gap="xs">
            {found.map((answer) => (
              <Card key={answer.id} answer={answer} change={() => setChanging(answer)} />
            ))}
          </Stack>
        </>
      )}
      {changing && <CannedForm answer={changing === 'new' ? undefined : changing} onClose={() => setChanging(undefined)} />}
    </PageFrame>
  );
}

function Card({ answer, change }: { readonly answer: CannedAnswer; readonly change: () => void }) {
  const queries = useQueryClient();
  const { data: allLines } = useQuery(lines);
  const [removing, setRemoving] = useState(false);
  const { id, name, text, line, shared } = answer;
  return (
    <Paper withBorder p="sm" className="canned">
      <Group justify="space-between" gap="xs" align="start" wrap="nowrap">
        <div className="grow">
          <Text fw={600}>{name}</Text>
          <Text size="sm" className="bubble-text" dir="auto">
            {text}
          </Text>
          <Group gap="xs" mt={4}>
            <Badge variant="light" color={shared ? 'blue' : 'gray'}>
              {t(shared ? 'canned.shared' : 'canned.own')}
            </Badge>
            {line && <Badge variant="default">{allLines?.items.find((each) => each.id === line)?.name ?? line}</Badge>}
          </Group>
        </div>
        <Stack gap={4}>
          <Button size="compact-sm" variant="default" onClick={change} aria-label={`${t('action.change')}: ${name}`}>
            {t('action.change')}
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={() => setRemoving(true)} aria-label={`${t('action.remove')}: ${name}`}>
            {t('action.remove')}
          </Button>
        </Stack>
      </Group>
      {removing && (
        <Ask
          title={t('canned.removeTitle', { name })}
          submit={t('action.remove')}
          danger
          onClose={() => setRemoving(false)}
          onSubmit={async () => {
            await remove(`/api/v1/canned-answers/${encodeURIComponent(id)}`);
            await queries.invalidateQueries({ queryKey: cannedAnswers.queryKey });
          }}
        />
      )}
    </Paper>
  );
}

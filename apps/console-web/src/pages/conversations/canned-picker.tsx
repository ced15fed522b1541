import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Conversation } from '../../api/conversation-types';
import { cannedAnswers, lines } from '../../api/queries';
import { Failure, Loading } from '../../parts/messages';
import { useMe } from '../../session/me';
import { t } from '../../texts/text';
import { filledIn, isLike } from './canned-text';

interface Props {
  readonly conversation: Conversation;
  readonly insert: (text: string) => void;
}

/** Texts to answer with: found by some words, put in as this customer will read them. */
export function CannedPicker({ conversation, insert }: Props) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={open}>
        {t('canned.title')}
      </Button>
      {opened && (
        <Modal opened onClose={close} title={t('canned.title')} closeButtonProps={{ 'aria-label': t('action.close') }}>
          <Choice
            conversation={conversation}
            choose={(text) => {
              close();
              insert(text);
            }}
          />
        </Modal>
      )}
    </>
  );
}

function Choice({ conversation: { line, firstName }, choose }: { readonly conversation: Conversation; readonly choose: (text: string) => void }) {
  const me = useMe();
  const { data, error, refetch } = useQuery(cannedAnswers);
  const { data: allLines } = useQuery(lines);
  const [words, setWords] = useState('');
  if (error) return <Failure problem={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  const fill = { name: firstName, manager: me.name, line: allLines?.items.find(({ id }) => id === line)?.name ?? '' };
  const found = data.items.filter((each) => (!each.line || each.line === line) && isLike(each, words));
  return (
    <Stack gap="xs">
      <TextInput data-autofocus type="search" label={t('talk.search')} value={words} onChange={({ currentTarget }) => setWords(currentTarget.value)} />
      {found.length === 0 && <Text c="dimmed">{t(data.items.length === 0 ? 'canned.emptyText' : 'canned.nothing')}</Text>}
      <ul className="canned-choices">
        {found.map((each) => {
          const text = filledIn(each.text, fill);
          return (
            <li key={each.id}>
              <button type="button" className="canned-choice" onClick={() => choose(text)}>
                <Text fw={600}>{each.name}</Text>
                <Text size="sm" lineClamp={3}>
                  {text}
                </Text>
              </button>
            </li>
          );
        })}
      </ul>
      <Link href="/canned-answers">{t('canned.all')}</Link>
    </Stack>
  );
}

import { Modal, Stack, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../../api/client';
import type { Page, Person } from '../../api/types';
import { Failure, Loading } from '../../parts/messages';
import { SearchBox } from '../../parts/search-box';
import { t } from '../../texts/text';

const SHOWN = 20;

interface Props {
  readonly title: string;
  /** Not offered: the one that is there already. */
  readonly without?: string;
  readonly onClose: () => void;
  /** What it throws is shown. */
  readonly onChosen: (person: Person) => unknown;
}

/** Somebody who is known, by name, phone or address. */
export function ChoosePerson({ title, without, onClose, onChosen }: Props) {
  const [q, setQ] = useState('');
  const [problem, setProblem] = useState<unknown>();
  const { data, error } = useQuery({ queryKey: ['people', q], queryFn: () => get<Page<Person>>('/api/v1/people', { q, limit: SHOWN }) });
  const choose = (person: Person) => {
    setProblem(undefined);
    Promise.resolve(onChosen(person)).catch(setProblem);
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <Stack>
        <SearchBox label={t('people.search')} placeholder={t('people.searchHint')} value={q} onSearch={setQ} />
        {(problem ?? error) !== undefined && (problem ?? error) !== null && <Failure problem={problem ?? error} />}
        {!data && !error && <Loading />}
        {data?.items.length === 0 && <Text c="dimmed">{t('people.nothing')}</Text>}
        {data?.items
          .filter(({ id }) => id !== without)
          .map((person) => (
            <UnstyledButton key={person.id} className="row-choice" onClick={() => choose(person)}>
              {person.name || t('contacts.nobody')} {person.company && <Text span c="dimmed">{person.company}</Text>}
            </UnstyledButton>
          ))}
      </Stack>
    </Modal>
  );
}

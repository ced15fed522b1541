import { NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Person } from '../../api/types';
import { Ask } from '../../parts/ask';
import { toast } from '../../parts/messages';
import { t } from '../../texts/text';

type Known = Pick<Person, 'id' | 'name' | 'company'>;

interface Choices {
  readonly survivor: string;
  readonly fields: { readonly name: string; readonly company?: string };
}

interface Props {
  readonly people: readonly [Known, Known];
  readonly onClose: () => void;
  readonly onMerge: (choices: Choices) => Promise<unknown>;
}

/** Who stays, whose name and company are kept. It can be undone. */
export function MergeForm({ people, onClose, onMerge }: Props) {
  const queries = useQueryClient();
  const [survivor, setSurvivor] = useState(people[0].id);
  const [name, setName] = useState((people.find((person) => person.name) ?? people[0]).id);
  const companies = people.filter(({ company }) => company);
  const [company, setCompany] = useState(companies[0]?.id);
  const label = (person: Known) => person.name || t('contacts.nobody');
  return (
    <Ask
      title={t('people.merge')}
      text={t('people.mergeText')}
      submit={t('people.merge')}
      onClose={onClose}
      onSubmit={async () => {
        await onMerge({ survivor, fields: { name, ...(company && { company }) } });
        toast(t('people.merged'));
        await queries.invalidateQueries();
      }}
    >
      <NativeSelect data-autofocus label={t('people.survivor')} value={survivor} onChange={({ currentTarget }) => setSurvivor(currentTarget.value)} data={people.map((person) => ({ value: person.id, label: label(person) }))} />
      <NativeSelect label={t('people.whoseName')} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} data={people.map((person) => ({ value: person.id, label: label(person) }))} />
      {companies.length > 1 && <NativeSelect label={t('people.whoseCompany')} value={company} onChange={({ currentTarget }) => setCompany(currentTarget.value)} data={companies.map((person) => ({ value: person.id, label: person.company ?? '' }))} />}
    </Ask>
  );
}

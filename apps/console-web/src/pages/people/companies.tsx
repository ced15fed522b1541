import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, remove } from '../../api/client';
import { managers } from '../../api/queries';
import type { Company } from '../../api/types';
import { Ask } from '../../parts/ask';
import { Section } from '../../parts/facts';
import { FieldsForm } from '../../parts/fields';
import { useGrowingList } from '../../parts/growing-list';
import { Empty, Failure, Loading } from '../../parts/messages';
import { SearchBox } from '../../parts/search-box';
import { useIsOperator } from '../../session/me';
import { t, word } from '../../texts/text';

const KINDS = ['domain', 'phone', 'inn'] as const;

/** Companies, and what leads to them: a domain, a main number, an INN. */
export function Companies({ q, onSearch }: { readonly q: string | null; readonly onSearch: (words: string) => void }) {
  const operator = useIsOperator();
  const queries = useQueryClient();
  const [adding, { open, close }] = useDisclosure();
  const { data: people } = useQuery(managers);
  const list = useGrowingList<Company>('/api/v1/companies', { q });
  const nameOf = (id: string | null) => people?.items.find((manager) => manager.id === id)?.name;
  return (
    <Stack>
      <Text c="dimmed">{t('people.companiesText')}</Text>
      <Group align="end" role="search">
        <SearchBox label={t('people.search')} value={q ?? ''} onSearch={onSearch} />
        {operator && <Button onClick={open}>{t('people.addCompany')}</Button>}
      </Group>
      {adding && (
        <Section title={t('people.addCompany')}>
          <FieldsForm
            fields={[
              { name: 'name', label: t('people.companyName'), maxLength: 200, autoFocus: true },
              { name: 'managerId', label: t('leads.manager'), type: 'select', options: [{ value: '', label: t('users.noManager') }, ...(people?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))] },
              ...KINDS.map((kind) => ({ name: `identities.${kind}`, label: t(`companyIdentity.${kind}`), optional: true, maxLength: 300 })),
            ]}
            submit={t('action.add')}
            onSubmit={async ({ name, managerId, ...values }) => {
              const identities = KINDS.flatMap((type) => (values[`identities.${type}`]?.trim() ? [{ type, value: values[`identities.${type}`] }] : []));
              await post('/api/v1/companies', { name, ...(managerId && { managerId }), identities });
              await queries.invalidateQueries();
              list.refresh();
              close();
            }}
            more={
              <Button variant="default" onClick={close}>
                {t('action.cancel')}
              </Button>
            }
          />
        </Section>
      )}
      {list.problem && <Failure problem={list.problem} again={list.refresh} />}
      {!list.items && !list.problem && <Loading />}
      {list.items?.length === 0 && <Empty title={t('people.noCompanies')} />}
      {list.items?.map((company) => (
        <CompanyCard key={company.id} company={company} manager={nameOf(company.managerId)} onChanged={list.refresh} />
      ))}
    </Stack>
  );
}

function CompanyCard({ company: { id, name, identities }, manager, onChanged }: { readonly company: Company; readonly manager: string | undefined; readonly onChanged: () => void }) {
  const operator = useIsOperator();
  const [removing, setRemoving] = useState(false);
  return (
    <Paper withBorder p="sm" className="company">
      <Group justify="space-between">
        <div>
          <Text fw={600}>{name}</Text>
          <Group gap="xs">
            {identities.map(({ type, value }) => (
              <Badge key={`${type}:${value}`} variant="light" color="gray">
                {word('companyIdentity', type)}: {value}
              </Badge>
            ))}
            {manager && <Text size="sm">{manager}</Text>}
          </Group>
        </div>
        {operator && (
          <Button size="compact-sm" variant="light" color="red" onClick={() => setRemoving(true)}>
            {t('action.remove')}
          </Button>
        )}
      </Group>
      {removing && (
        <Ask
          danger
          title={t('connectors.removeTitle', { name })}
          text={t('people.removeCompanyText')}
          submit={t('action.remove')}
          onClose={() => setRemoving(false)}
          onSubmit={async () => {
            await remove(`/api/v1/companies/${id}`);
            onChanged();
          }}
        />
      )}
    </Paper>
  );
}

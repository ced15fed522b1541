import { Badge, Button, Grid, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { get } from '../../api/client';
import { managers } from '../../api/queries';
import type { PersonCard } from '../../api/types';
import { Facts, Section } from '../../parts/facts';
import { Time } from '../../parts/format';
import { Failure, Loading } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { useIsOperator, useRole } from '../../session/me';
import { t, word } from '../../texts/text';
import { LeadRow } from '../leads/lead-row';
import { EraseDialog, IdentityDialog, ActivityDialog, MergeDialog, UnmergeDialog, EditDialog } from './person-dialogs';
import { SuggestionCard } from './suggestions';
import { Timeline } from './timeline';

type Dialog = 'edit' | 'identity' | 'activity' | 'merge' | 'unmerge' | 'erase';

/** One person over all channels: addresses, what happened when, leads, who it may be as well, what was merged. */
export default function PersonPage({ id }: { readonly id: string }) {
  const { data: person, error, refetch } = useQuery({ queryKey: ['person', id], queryFn: () => get<PersonCard>(`/api/v1/people/${encodeURIComponent(id)}`) });
  const back = { href: '/people', text: t('nav.people') };
  if (error && !person) return <PageFrame title={t('contact.person')} back={back}><Failure problem={error} again={() => void refetch()} /></PageFrame>;
  if (!person) return <Loading />;
  return (
    <PageFrame title={person.name || t('contacts.nobody')} back={back} actions={<Actions person={person} />}>
      {person.suggestions.map((suggestion) => (
        <SuggestionCard key={suggestion.id} suggestion={suggestion} />
      ))}
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Section title={t('people.timeline')}>
            <Timeline person={person} />
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack>
            <Who person={person} />
            <Leads person={person} />
            <Merges person={person} />
          </Stack>
        </Grid.Col>
      </Grid>
    </PageFrame>
  );
}

function Actions({ person }: { readonly person: PersonCard }) {
  const operator = useIsOperator();
  const admin = useRole('admin');
  const [open, setOpen] = useState<Dialog>();
  const close = () => setOpen(undefined);
  const button = (dialog: Dialog, text: string) => (
    <Button key={dialog} size="compact-sm" variant="default" onClick={() => setOpen(dialog)}>
      {text}
    </Button>
  );
  return (
    <>
      {button('edit', t('action.change'))}
      {button('identity', t('people.addIdentity'))}
      {button('activity', t('people.addActivity'))}
      {operator && button('merge', t('people.merge'))}
      {operator && person.merges.some(({ undoneAt }) => !undoneAt) && button('unmerge', t('people.unmerge'))}
      {admin && (
        <>
          <Button size="compact-sm" variant="default" component="a" href={`/api/v1/people/${person.id}/export`} download>
            {t('people.export')}
          </Button>
          <Button size="compact-sm" variant="light" color="red" onClick={() => setOpen('erase')}>
            {t('people.erase')}
          </Button>
        </>
      )}
      {open === 'edit' && <EditDialog person={person} onClose={close} />}
      {open === 'identity' && <IdentityDialog person={person} onClose={close} />}
      {open === 'activity' && <ActivityDialog person={person} onClose={close} />}
      {open === 'merge' && <MergeDialog person={person} onClose={close} />}
      {open === 'unmerge' && <UnmergeDialog person={person} onClose={close} />}
      {open === 'erase' && <EraseDialog person={person} onClose={close} />}
    </>
  );
}

function Who({ person }: { readonly person: PersonCard }) {
  const { data: people } = useQuery(managers);
  return (
    <Section title={t('contact.who')}>
      <Stack gap={4}>
        {person.identities.map(({ type, value, verified, shared }) => (
          <Group key={`${type}:${value}`} gap="xs">
            <Text size="sm" c="dimmed">
              {word('identity', type)}
            </Text>
            <Text>{value}</Text>
            <Badge size="sm" variant="light" color={verified ? 'teal' : 'gray'}>
              {t(verified ? 'contact.verified' : 'contact.stated')}
            </Badge>
            {shared && (
              <Badge size="sm" variant="light" color="yellow">
                {t('people.shared')}
              </Badge>
            )}
          </Group>
        ))}
      </Stack>
      <Facts
        pairs={[
          [t('contact.company'), person.company],
          [t('people.companies'), person.companies.map(({ name }) => name).join(', ')],
          [t('leads.manager'), people?.items.find(({ id }) => id === person.managerId)?.name],
          [t('people.since'), <Time key="since" iso={person.createdAt} />],
        ]}
      />
    </Section>
  );
}

function Leads({ person }: { readonly person: PersonCard }) {
  return (
    <Section title={t('nav.leads')}>
      {person.leads.length === 0 && <Text c="dimmed">{t('leads.empty')}</Text>}
      {person.leads.map((lead) => (
        <LeadRow key={lead.id} lead={lead} />
      ))}
      {person.leads.length > 0 && <Link href={`/leads?status=any&personId=${person.id}`}>{t('home.all')}</Link>}
    </Section>
  );
}

function Merges({ person: { merges } }: { readonly person: PersonCard }) {
  if (merges.length === 0) return null;
  return (
    <Section title={t('people.merges')}>
      <Stack gap={4}>
        {merges.map((merge) => (
          <Text key={merge.id} size="sm">
            {merge.mergedName || t('contacts.nobody')} · {word('mergeCause', merge.cause)} · <Time iso={merge.mergedAt} />
            {merge.undoneAt && (
              <Text span c="dimmed">
                {' '}
                · {t('people.undone')} <Time iso={merge.undoneAt} />
              </Text>
            )}
          </Text>
        ))}
      </Stack>
    </Section>
  );
}

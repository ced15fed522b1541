import { Anchor, Badge, Grid, Group, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { get } from '../../api/client';
import type { Contact as ContactAnswer, Lead } from '../../api/types';
import { Facts, Section } from '../../parts/facts';
import { duration, number, size, Time } from '../../parts/format';
import { Failure, Loading } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { LeadStatus } from '../leads/lead-row';
import { useIsOperator } from '../../session/me';
import { t, word } from '../../texts/text';
import { nameOf } from './contact-row';
import { AssignPerson, LeadAfterAll } from './told-by-hand';
import { MailHtml } from './mail-html';

/** One contact, step by step: what came, who it is, what became of it, why, and its way. */
export default function Contact({ id }: { readonly id: string }) {
  const { data: contact, error, refetch } = useQuery({ queryKey: ['contact', id], queryFn: () => get<ContactAnswer>(`/api/v1/contacts/${encodeURIComponent(id)}`) });
  const back = { href: '/contacts', text: t('contact.back') };
  if (error && !contact) return <PageFrame title={t('contact.title')} back={back}><Failure problem={error} again={() => void refetch()} /></PageFrame>;
  if (!contact) return <Loading />;
  return (
    <PageFrame title={nameOf(contact)} back={back}>
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack>
            <Message contact={contact} />
            <Attachments contact={contact} />
            <FormFields contact={contact} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack>
            <Who contact={contact} />
            <Outcome contact={contact} />
            <Why contact={contact} />
            <Custody contact={contact} />
          </Stack>
        </Grid.Col>
      </Grid>
    </PageFrame>
  );
}

function Message({ contact }: { readonly contact: ContactAnswer }) {
  const { source } = contact;
  return (
    <Section title={t('contact.facts')}>
      {contact.subject && (
        <Text fw={600} mb="xs">
          {contact.subject}
        </Text>
      )}
      <Text className="plain-text" tabIndex={0} role="region" aria-label={t('contact.text')}>
        {contact.text || t('contacts.noText')}
      </Text>
      {contact.html && <MailHtml contactId={contact.id} />}
      <Facts
        pairs={[
          [t('contact.channel'), `${word('channel', contact.channel)} · ${word('kind', contact.kind)}`],
          [t('contact.line'), contact.line],
          [t('contact.occurred'), <Time key="occurred" iso={contact.occurredAt} />],
          [t('contact.received'), <Time key="received" iso={contact.receivedAt} />],
          [t('contact.revision'), contact.revision > 1 && number(contact.revision)],
          [t('contact.edited'), contact.editedAt && <Time key="edited" iso={contact.editedAt} />],
          [t('contact.unreadable'), contact.unreadable && number(contact.unreadable)],
          [t('contact.externalId'), <code key="external">{contact.externalId}</code>],
          [t('contact.page'), source?.page],
          [t('contact.referrer'), source?.referrer],
          [t('contact.source'), Object.entries({ ...source?.utm, ...source?.clickIds }).map(([name, value]) => `${name}: ${value}`).join(', ')],
        ]}
      />
    </Section>
  );
}

function Attachments({ contact: { attachments = [] } }: { readonly contact: ContactAnswer }) {
  if (attachments.length === 0) return null;
  return (
    <Section title={t('contact.attachments')}>
      <List>
        {attachments.map((file, index) => (
          <List.Item key={index}>
            <a href={file.url} download={file.name}>
              {file.name}
            </a>{' '}
            <Text span size="sm" c="dimmed">
              {file.mediaType} · {size(file.sizeBytes)}
            </Text>
          </List.Item>
        ))}
      </List>
    </Section>
  );
}

function FormFields({ contact: { form } }: { readonly contact: ContactAnswer }) {
  const { fields = [], consents = [] } = form ?? {};
  if (fields.length + consents.length === 0) return null;
  return (
    <Section title={t('contact.fields')}>
      <dl className="facts">
        {fields.map(({ name, label, value }, index) => [<dt key={`n${index}`}>{label || name}</dt>, <dd key={`v${index}`}>{value}</dd>])}
      </dl>
      {consents.map(({ purpose, given, at, text }, index) => (
        <Text key={index} size="sm" mt="xs">
          <b>
            {t('contact.consents')} ({purpose}): {t(given ? 'contact.given' : 'contact.notGiven')}
          </b>
          {at && (
            <>
              {' · '}
              <Time iso={at} exact />
            </>
          )}
          <br />
          {text}
        </Text>
      ))}
    </Section>
  );
}

function Who({ contact: { id, identities = [], sender, person } }: { readonly contact: ContactAnswer }) {
  const operator = useIsOperator();
  return (
    <Section title={t('contact.who')}>
      <Stack gap={4}>
        {identities.map(({ type, value, verified }) => (
          <Group key={`${type}:${value}`} gap="xs">
            <Text size="sm" c="dimmed">
              {word('identity', type)}
            </Text>
            <Text>{value}</Text>
            <Badge size="sm" variant="light" color={verified ? 'teal' : 'gray'}>
              {t(verified ? 'contact.verified' : 'contact.stated')}
            </Badge>
          </Group>
        ))}
      </Stack>
      <Facts pairs={[[t('contact.company'), sender?.company], [t('contact.person'), person?.name]]} />
      {person ? (
        <Link href={`/people/${encodeURIComponent(person.id)}`}>{t('contact.history')}</Link>
      ) : (
        <>
          <Text c="dimmed">{t('contact.noPerson')}</Text>
          {operator && <AssignPerson contactId={id} />}
        </>
      )}
    </Section>
  );
}

function Outcome({ contact }: { readonly contact: ContactAnswer }) {
  const operator = useIsOperator();
  const { lead: joined, notLead } = contact;
  const { data: lead } = useQuery({ queryKey: ['lead', joined?.id], queryFn: () => get<Lead>(`/api/v1/leads/${joined?.id}`), enabled: joined !== undefined });
  return (
    <Section title={t(joined ? 'contact.lead' : 'contact.what')}>
      {joined ? (
        <Group>
          {lead && <LeadStatus lead={lead} />}
          <Anchor component={Link} href={`/leads/${encodeURIComponent(joined.id)}`}>
            {t('contact.openLead')}
          </Anchor>
        </Group>
      ) : (
        <>
          <Text>{notLead ? t('contact.notLead', { reason: word('reason', notLead.reason) }) : t('contact.pending')}</Text>
          {notLead && operator && <LeadAfterAll contactId={contact.id} />}
        </>
      )}
    </Section>
  );
}

function Why({ contact: { decision } }: { readonly contact: ContactAnswer }) {
  return (
    <Section title={t('contact.why')}>
      {decision ? (
        <>
          <Text fw={600}>{decision.sentence}</Text>
          {decision.match && <Text mt="xs">{decision.match.sentence}</Text>}
          {decision.match && decision.match.candidates.length > 1 && (
            <Text size="sm" mt={4}>
              {t('contact.candidates')}{' '}
              {decision.match.candidates.map(({ personId, score }, index) => (
                <Link key={personId} href={`/people/${personId}`}>
                  {index > 0 && ', '}
                  {t('contact.candidate', { number: index + 1, score })}
                </Link>
              ))}
            </Text>
          )}
          <List type="ordered" size="sm" mt="xs">
            {(decision.steps ?? []).map((step, index) => (
              <List.Item key={index}>{typeof step === 'string' ? step : (step.text ?? step.sentence)}</List.Item>
            ))}
          </List>
        </>
      ) : (
        <Text c="dimmed">{t('contact.noDecision')}</Text>
      )}
    </Section>
  );
}

function Custody({ contact: { custody = [] } }: { readonly contact: ContactAnswer }) {
  return (
    <Section title={t('contact.custody')}>
      <ol className="custody">
        {custody.map(({ step, at }, index) => {
          const before = custody[index - 1];
          return (
            <li key={index}>
              {word('custody', step)} <Time iso={at} exact />
              {before && (
                <Text span size="sm" c="dimmed">
                  {' '}
                  +{duration(Date.parse(at) - Date.parse(before.at))}
                </Text>
              )}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}

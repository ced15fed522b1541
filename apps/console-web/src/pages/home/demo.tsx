import { Paper, SimpleGrid, Text, Title } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { get, post } from '../../api/client';
import type { Contact, Page } from '../../api/types';
import { Section } from '../../parts/facts';
import { FieldsForm } from '../../parts/fields';
import { toast } from '../../parts/messages';
import { t } from '../../texts/text';
import { ContactRow } from '../contacts/contact-row';

type DemoState = { readonly on: false } | { readonly on: true; readonly mailbox: string; readonly formPath: string };

const SHOWN = 5;
const demo = queryOptions({ queryKey: ['demo'], queryFn: () => get<DemoState>('/api/v1/demo'), staleTime: Infinity });

/** With `--demo`: send a mail, send a form, watch both arrive. */
export function Demo() {
  const { data } = useQuery(demo);
  if (!data?.on) return null;
  return (
    <Section title={t('demo.title')} className="demo">
      <Text mb="md">{t('demo.text')}</Text>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Paper withBorder p="md">
          <Title order={3} size="h5" mb="xs">
            {t('demo.mail', { address: data.mailbox })}
          </Title>
          <FieldsForm
            fields={[
              { name: 'from', label: t('demo.from'), type: 'email', value: t('demo.exampleFrom') },
              { name: 'subject', label: t('demo.subject'), value: t('demo.exampleSubject'), maxLength: 200 },
              { name: 'text', label: t('demo.message'), value: t('demo.exampleMail'), maxLength: 10_000 },
            ]}
            submit={t('demo.sendMail')}
            onSubmit={async (values) => {
              await post('/api/v1/demo/mail', values);
              toast(t('demo.sent'));
            }}
          />
        </Paper>
        <Paper withBorder p="md">
          <Title order={3} size="h5" mb="xs">
            <a href={data.formPath} target="_blank" rel="noreferrer noopener">
              {t('demo.form')}
            </a>
          </Title>
          <FieldsForm
            fields={[
              { name: 'name', label: t('connectors.nameLabel'), value: t('demo.exampleName'), maxLength: 200 },
              { name: 'phone', label: t('connectors.phoneLabel'), value: '8 (916) 123-45-67', maxLength: 100 },
              { name: 'message', label: t('connectors.messageLabel'), value: t('demo.exampleForm'), maxLength: 10_000 },
            ]}
            submit={t('demo.sendForm')}
            onSubmit={async (values) => {
              await post(data.formPath, values);
              toast(t('demo.sent'));
            }}
          />
        </Paper>
      </SimpleGrid>
      <Newest />
    </Section>
  );
}

function Newest() {
  const { data } = useQuery({ queryKey: ['contacts', 'newest'], queryFn: () => get<Page<Contact>>('/api/v1/contacts', { limit: SHOWN }) });
  if (!data) return null;
  return (
    <div className="newest">
      <Title order={3} size="h5" mt="md">
        {t('demo.newest')}
      </Title>
      {data.items.length === 0 && <Text c="dimmed">{t('demo.nothing')}</Text>}
      <div role="list" aria-label={t('demo.newest')}>
        {data.items.map((contact) => (
          <div role="listitem" key={contact.id}>
            <ContactRow contact={contact} />
          </div>
        ))}
      </div>
      {data.items.length > 0 && <Link href="/contacts">{t('contact.back')}</Link>}
    </div>
  );
}

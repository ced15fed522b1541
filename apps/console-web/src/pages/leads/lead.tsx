import { Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { get } from '../../api/client';
import type { Contact, Lead as LeadAnswer } from '../../api/types';
import { Facts, Section } from '../../parts/facts';
import { Time } from '../../parts/format';
import { useGrowingList } from '../../parts/growing-list';
import { Failure, Loading } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { isSomebodyElses, SomebodyElses } from '../../parts/somebody-elses';
import { VirtualList } from '../../parts/virtual-list';
import { useIsOperator, useMe } from '../../session/me';
import { t, word } from '../../texts/text';
import { LeadConversations } from '../conversations/lead-conversations';
import { Tasks } from '../desk/tasks';
import { Waits } from '../desk/waits';
import { ContactRow } from '../contacts/contact-row';
import { CloseLead, TransferLead, useTakeLead } from './lead-actions';
import { LeadStatus } from './lead-row';

export default function Lead({ id }: { readonly id: string }) {
  const { data: lead, error, refetch } = useQuery({ queryKey: ['lead', id], queryFn: () => get<LeadAnswer>(`/api/v1/leads/${encodeURIComponent(id)}`) });
  const contacts = useGrowingList<Contact>('/api/v1/contacts', { leadId: id });
  const back = { href: '/leads', text: t('leads.title') };
  if (isSomebodyElses(error)) return <PageFrame title={t('contact.lead')} back={back}><SomebodyElses title={t('gone.lead')} /></PageFrame>;
  if (error) return <PageFrame title={t('contact.lead')} back={back}><Failure problem={error} again={() => void refetch()} /></PageFrame>;
  if (!lead) return <Loading />;
  return (
    <PageFrame title={lead.person?.name || t('leads.nobody')} back={back} actions={<LeadActions lead={lead} />}>
      <Section title={t('contact.lead')}>
        <LeadStatus lead={lead} />
        <Waits lead={lead} />
        <Facts
          pairs={[
            [t('contact.line'), lead.line],
            [t('leads.opened'), <Time key="opened" iso={lead.openedAt} />],
            [t('connectors.last'), <Time key="last" iso={lead.lastContactAt} />],
            [t('contact.channel'), word('channel', lead.channel)],
            [t('contact.person'), lead.person && <Link href={`/contacts?personId=${encodeURIComponent(lead.person.id)}`}>{t('contact.history')}</Link>],
          ]}
        />
      </Section>
      <LeadConversations key={id} leadId={id} />
      {lead.assignments && lead.assignments.length > 0 && (
        <Section title={t('desk.hands')}>
          <Stack gap="xs" component="ol" className="hands">
            {lead.assignments.map(({ at, sentence, steps }) => (
              <li key={at}>
                <Time iso={at} /> · {sentence}
                <Text size="xs" c="dimmed">{steps.slice(0, -1).join(' ')}</Text>
              </li>
            ))}
          </Stack>
        </Section>
      )}
      <Section title={t('desk.tasks')}>
        <Tasks filter={{ leadId: id }} />
      </Section>
      <section>
        <Stack gap="xs">
          {contacts.problem && <Failure problem={contacts.problem} again={contacts.refresh} />}
          {contacts.items && <VirtualList label={t('contacts.title')} items={contacts.items} idOf={(contact) => contact.id} row={(contact) => <ContactRow contact={contact} />} rowHeight={83} uniform hasMore={contacts.hasMore} more={contacts.more} />}
        </Stack>
      </section>
    </PageFrame>
  );
}

/** What may be done to it, by whom. */
function LeadActions({ lead }: { readonly lead: LeadAnswer }) {
  const me = useMe();
  const operator = useIsOperator();
  const take = useTakeLead(lead);
  const [asking, setAsking] = useState<'transfer' | 'close'>();
  if (lead.status !== 'open') return null;
  const may = operator || (me.managerId !== null && lead.managerId === me.managerId);
  return (
    <>
      {!lead.managerId && me.managerId && (
        <Button loading={take.isPending} onClick={() => take.mutate()}>
          {t('leads.take')}
        </Button>
      )}
      {may && (
        <>
          <Button variant="default" onClick={() => setAsking('transfer')}>
            {t('leads.transfer')}
          </Button>
          <Button variant="default" onClick={() => setAsking('close')}>
            {t('leads.close')}
          </Button>
        </>
      )}
      {asking === 'transfer' && <TransferLead lead={lead} onClose={() => setAsking(undefined)} />}
      {asking === 'close' && <CloseLead lead={lead} onClose={() => setAsking(undefined)} />}
    </>
  );
}

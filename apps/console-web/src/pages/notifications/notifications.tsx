import { useQuery } from '@tanstack/react-query';
import { useSearch } from 'wouter';
import { managers, recipient } from '../../api/queries';
import { Empty, Failure, Loading } from '../../parts/messages';
import { Section } from '../../parts/facts';
import { PageFrame } from '../../parts/page';
import { useMe, useRole } from '../../session/me';
import { t } from '../../texts/text';
import { Deliveries } from './deliveries';
import { DesktopConsent } from '../../shell/notices';
import { Hours } from './hours';
import { SendersForms } from './senders';
import { Ways } from './ways';

/** How one is told of one's leads; administrators see everybody's (`?manager=`), and by what the installation sends. */
export default function Notifications() {
  const me = useMe();
  const admin = useRole('admin');
  const chosen = new URLSearchParams(useSearch()).get('manager');
  const id = admin && chosen ? chosen : me.managerId;
  const { data: people } = useQuery({ ...managers, enabled: admin && id !== null && id !== me.managerId });
  const name = people?.items.find((manager) => manager.id === id)?.name;
  const own = id !== null && id === me.managerId;
  return (
    <PageFrame title={name ? t('notifications.of', { name }) : t('nav.notifications')} text={own ? t('notifications.text') : undefined} actions={own ? <DesktopConsent /> : undefined}>
      {id === null ? <Empty title={t('notifications.noManager')} text={t('notifications.noManagerText')} /> : <OfManager id={id} />}
      {admin && <SendersForms />}
    </PageFrame>
  );
}

function OfManager({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery(recipient(id));
  if (error) return <Failure problem={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <>
      <Ways recipient={data} />
      <Section title={t('notifications.when')}>
        <Hours recipient={data} />
      </Section>
      <Deliveries id={id} />
    </>
  );
}

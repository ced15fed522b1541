import { Alert, AppShell, Badge, Burger, Group, NavLink, ScrollArea, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { connectors, openAlarms, unreadConversations } from '../api/queries';
import { useLive } from '../live/use-live';
import { number } from '../parts/format';
import { Loading } from '../parts/messages';
import { useIsOperator, useMe } from '../session/me';
import { t } from '../texts/text';
import { Notices } from './notices';
import { Presence } from './presence';
import { Palette } from './palette';
import { isHere, placesOf } from './places';
import { Pages } from './routes';
import { Shortcuts } from './shortcuts';
import { UserMenu } from './user-menu';

/** The frame of every page of those who are signed in. */
export default function Shell() {
  const connected = useLive();
  const [path] = useLocation();
  const [opened, { toggle, close }] = useDisclosure();
  useEffect(() => {
    close();
    window.scrollTo(0, 0);
  }, [path, close]);

  return (
    <AppShell header={{ height: 52 }} navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding="md">
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('nav.menu')} aria-expanded={opened} />
            <Link href="/" className="brand" aria-label="Tributary">
              <img src="/icon.svg" alt="" width={24} height={24} />
              <Text span fw={700} visibleFrom="xs">
                Tributary
              </Text>
            </Link>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Presence />
            <Palette />
            <Notices />
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t('nav.label')}>
        <ScrollArea>
          <Places path={path} />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        {!connected && (
          <Alert color="yellow" role="status" mb="md" className="lost">
            {t('feed.lost')}
          </Alert>
        )}
        <Suspense fallback={<Loading />}>
          <Pages />
        </Suspense>
      </AppShell.Main>
      <Shortcuts />
    </AppShell>
  );
}

function Places({ path }: { readonly path: string }) {
  const { role } = useMe();
  return placesOf(role).map(({ href, text }) => (
    <NavLink
      key={href}
      component={Link}
      href={href}
      label={t(text)}
      active={isHere(href, path)}
      {...(isHere(href, path) && { 'aria-current': 'page' as const })}
      rightSection={<Count of={href} />}
    />
  ));
}

/** What waits for somebody there. */
function Count({ of }: { readonly of: string }) {
  const operator = useIsOperator();
  const { managerId } = useMe();
  const { data: unread } = useQuery({ ...unreadConversations(operator), enabled: managerId !== null && of === '/conversations' });
  const { data: all } = useQuery({ ...connectors, enabled: operator && (of === '/connectors' || of === '/quarantine') });
  const { data: alarms } = useQuery({ ...openAlarms, enabled: operator && of === '/alarms' });
  const count =
    of === '/connectors' ? all?.items.filter(({ health }) => health === 'broken' || health === 'attention').length
    : of === '/quarantine' ? all?.items.reduce((sum, { quarantined }) => sum + quarantined, 0)
    : of === '/alarms' ? alarms?.items.length
    : of === '/conversations' ? unread?.items.length
    : 0;
  if (!count) return null;
  return (
    <Badge color="red.9" size="sm" variant="filled">
      {number(count)}
    </Badge>
  );
}

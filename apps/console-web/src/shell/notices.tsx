import { ActionIcon, Badge, Button, Group, Indicator, Popover, ScrollArea, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { notices } from '../api/queries';
import type { Me, Notice } from '../api/types';
import { number, Time } from '../parts/format';
import { useMe } from '../session/me';
import { t, word } from '../texts/text';
import { askForDesktop, mayAskForDesktop, useDesktopNotices } from './desktop-notices';
import { kindOf, placeOf, useSeen } from './seen-notices';

/** What the signed-in manager was told: how much of it is new, and what. Who is no manager is told nothing by name. */
export function Notices() {
  const me = useMe();
  return me.managerId === null ? null : <Bell me={me} />;
}

function Bell({ me }: { readonly me: Me }) {
  const { data } = useQuery(notices);
  const items = data?.items ?? [];
  const [seen, see] = useSeen(me);
  const [opened, { open, close }] = useDisclosure();
  /** As it was when the list was opened: what is new in it stays marked. */
  const [newAfter, setNewAfter] = useState(seen);
  useDesktopNotices(data?.items);
  const count = items.filter(({ seq }) => Number(seq) > seen).length;
  const change = (shown: boolean) => {
    if (!shown) return close();
    setNewAfter(seen);
    see(Number(items[0]?.seq ?? seen));
    open();
  };
  const said = count > 0 ? t('notices.unseen', { count: number(count) }) : t('notices.title');
  return (
    <Popover opened={opened} onChange={change} position="bottom-end" width={340} withinPortal trapFocus>
      <Indicator label={number(count)} size={18} color="red.9" disabled={count === 0} className="notices-count">
        <Popover.Target>
          <ActionIcon variant="default" size="md" onClick={() => change(!opened)} aria-label={said} aria-expanded={opened} className="notices-bell">
            <svg viewBox="0 0 16 16" width={16} height={16} fill="currentColor" aria-hidden>
              <path d="M8 1a4 4 0 0 0-4 4v3L2.6 11.2A.6.6 0 0 0 3.1 12h9.8a.6.6 0 0 0 .5-.8L12 8V5a4 4 0 0 0-4-4ZM6.3 13a1.8 1.8 0 0 0 3.4 0Z" />
            </svg>
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p="xs" aria-label={t('notices.title')}>
        {items.length === 0 && (
          <Text size="sm" c="dimmed" p="xs">
            {t('notices.none')}
          </Text>
        )}
        <ScrollArea.Autosize mah="60vh">
          <ul className="notices">
            {items.map((notice) => (
              <Row key={notice.id} notice={notice} isNew={Number(notice.seq) > newAfter} onClose={close} />
            ))}
          </ul>
        </ScrollArea.Autosize>
        <Group justify="space-between" mt="xs">
          <Link href="/notifications" onClick={close}>
            {t('nav.notifications')}
          </Link>
          <DesktopConsent />
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}

function Row({ notice, isNew, onClose }: { readonly notice: Notice; readonly isNew: boolean; readonly onClose: () => void }) {
  const { kind, leadId, personName, preview, at } = notice;
  return (
    <li>
      <Link href={placeOf(leadId)} onClick={onClose} className="notice">
        <Group justify="space-between" gap="xs" wrap="nowrap">
          <Text size="sm" fw={600} className="one-line">
            {word('noticeKind', kindOf(kind))}: {personName || t('leads.nobody')}
          </Text>
          {isNew && <Badge size="xs" color="red.9">{t('notices.new')}</Badge>}
        </Group>
        <Text size="sm" className="one-line">
          {preview}
        </Text>
        <Text size="xs" c="dimmed">
          <Time iso={at} />
        </Text>
      </Link>
    </li>
  );
}

/** The browser asks its user, and only after a click. */
export function DesktopConsent() {
  const [asking, setAsking] = useState(mayAskForDesktop);
  if (!asking) return null;
  return (
    <Button size="compact-sm" variant="default" onClick={() => void askForDesktop().then(() => setAsking(mayAskForDesktop()))}>
      {t('notices.desktop')}
    </Button>
  );
}

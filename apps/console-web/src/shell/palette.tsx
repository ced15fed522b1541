import { Button, Kbd, Text } from '@mantine/core';
import { Spotlight, spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { channels, connectors } from '../api/queries';
import { useIsOperator, useMe, useRole } from '../session/me';
import { localized, t, word } from '../texts/text';
import { placesOf } from './places';

/** Goes anywhere by a few letters: pages, connectors, a search among contacts. */
export function Palette() {
  const [, go] = useLocation();
  const { role } = useMe();
  const admin = useRole('admin');
  const operator = useIsOperator();
  const [query, setQuery] = useState('');
  const { data: accounts } = useQuery({ ...connectors, enabled: operator });
  const { data: kinds } = useQuery({ ...channels, enabled: admin });
  const to = (id: string, label: string, href: string, description?: string): SpotlightActionData => ({ id, label, description, onClick: () => go(href) });
  const search = query.trim();
  const actions = [
    ...placesOf(role).map(({ href, text }) => to(href, t(text), href)),
    ...(admin ? (kinds?.items ?? []).map(({ name, title }) => to(`add-${name}`, t('palette.add', { channel: localized(title) }), `/connectors/add/${name}`)) : []),
    ...(accounts?.items ?? []).map(({ accountId, name, channel }) => to(accountId, name, `/connectors/${accountId}`, word('channel', channel))),
    ...(search ? [{ ...to('search', t('palette.search', { words: search }), `/contacts?q=${encodeURIComponent(search)}`), keywords: search }] : []),
  ];
  return (
    <>
      <Button variant="default" size="compact-sm" onClick={spotlight.open} rightSection={<Kbd size="xs" visibleFrom="sm">Ctrl K</Kbd>} className="palette-button">
        <Text span size="sm" c="dimmed">
          {t('palette.button')}
        </Text>
      </Button>
      <Spotlight
        actions={actions}
        query={query}
        onQueryChange={setQuery}
        nothingFound={t('palette.nothing')}
        shortcut={['mod + K', 'mod + k']}
        limit={12}
        scrollable
        maxHeight={420}
        searchProps={{ placeholder: t('palette.placeholder'), 'aria-label': t('palette.placeholder') }}
        highlightQuery
      />
    </>
  );
}

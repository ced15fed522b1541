import { Button, Menu, Text, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { remove } from '../api/client';
import { session } from '../api/queries';
import { outbox } from '../pages/conversations/replies';
import { Ask } from '../parts/ask';
import { complain } from '../parts/messages';
import { hasSignedOut } from '../session/belongings';
import { useMe } from '../session/me';
import { lang, switchLanguage, t } from '../texts/text';

const SCHEMES = ['light', 'dark', 'auto'] as const;

/** Where there is no room for a name. */
function initialsOf(name: string): string {
  return name.trim().split(/\s+/).slice(0, 2).map(([letter = '']) => letter.toUpperCase()).join('');
}

/** Who is signed in, the language, the colours, the way out. */
export function UserMenu() {
  const me = useMe();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = async () => {
    // When it fails the session is still there: saying otherwise would leave it to whoever comes next.
    await remove('/api/v1/session');
    hasSignedOut();
    queries.setQueryData(session.queryKey, null);
  };
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="subtle" size="compact-sm" maw={220} className="user-menu" aria-label={me.name} title={me.name}>
            <span className="mantine-hidden-from-sm" aria-hidden>
              {initialsOf(me.name)}
            </span>
            <Text span inherit visibleFrom="sm">
              {me.name}
            </Text>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label className="user-name">
            {me.name} · {t(`role.${me.role}`)}
          </Menu.Label>
          <Menu.Item onClick={() => switchLanguage(lang === 'ru' ? 'en' : 'ru')} lang={lang === 'ru' ? 'en' : 'ru'}>
            {lang === 'ru' ? 'English' : 'Русский'}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t('nav.colors')}</Menu.Label>
          {SCHEMES.map((scheme) => (
            <Menu.Item key={scheme} onClick={() => setColorScheme(scheme)} {...(scheme === colorScheme && { 'aria-current': true })} fw={scheme === colorScheme ? 700 : 400}>
              {t(`colors.${scheme}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => (outbox.isHolding ? setAsking(true) : void signOut().catch(complain))}>{t('nav.signOut')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking && <Ask title={t('nav.signOut')} text={t('nav.unsent')} submit={t('nav.signOut')} danger onClose={() => setAsking(false)} onSubmit={signOut} />}
    </>
  );
}

import { Button, Menu, Text, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { remove } from '../api/client';
import { session } from '../api/queries';
import { complain } from '../parts/messages';
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
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = async () => {
    try {
      await remove('/api/v1/session');
    } catch (problem) {
      // The session is still there: saying otherwise would leave it to whoever comes next.
      return complain(problem);
    }
    queries.clear();
    queries.setQueryData(session.queryKey, null);
  };
  return (
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
        <Menu.Item onClick={() => void signOut()}>{t('nav.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

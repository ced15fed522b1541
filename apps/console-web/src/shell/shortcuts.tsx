import { Kbd, Modal, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useMe } from '../session/me';
import { t } from '../texts/text';
import { placesOf } from './places';

/** So long after "g" the second key may come. */
const SECOND_KEY_MS = 1_500;
/** The same key on a Russian keyboard. */
const RUSSIAN: Readonly<Record<string, string>> = { щ: 'o', д: 'l', с: 'c', л: 'k', й: 'q', ф: 'a', г: 'u', ь: 'm', ы: 's', о: 'j', з: 'p', т: 'n', е: 't', п: 'g', '.': '/', ',': '?' };

/** "g" and a letter go to a page, "/" to the search, "?" shows all of them. */
export function Shortcuts() {
  const [, go] = useLocation();
  const { role } = useMe();
  const [shown, { open, close }] = useDisclosure();
  const pressedAt = useRef(-Infinity);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest('input, textarea, select, [role=dialog], [contenteditable]')) return;
      const russian = /[а-яё]/i.test(event.key) || document.documentElement.lang === 'ru';
      const key = /[a-z/?]/i.test(event.key) ? event.key.toLowerCase() : ((russian && RUSSIAN[event.key.toLowerCase()]) || event.key);
      const place = event.timeStamp - pressedAt.current < SECOND_KEY_MS ? placesOf(role).find((each) => each.key === key) : undefined;
      pressedAt.current = key === 'g' ? event.timeStamp : -Infinity;
      if (place) go(place.href);
      else if (key === '?') open();
      else if (key === '/') document.querySelector<HTMLElement>('[type=search]')?.focus();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [go, open, role]);

  return (
    <Modal opened={shown} onClose={close} title={t('keys.title')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <Table>
        <Table.Tbody>
          {placesOf(role).map(({ href, key, text }) => (
            <Key key={href} keys={['g', key]} text={t(text)} />
          ))}
          <Key keys={['/']} text={t('keys.search')} />
          <Key keys={['j', 'k']} text={t('keys.rows')} />
          <Key keys={['Ctrl', 'K']} text={t('keys.palette')} />
          <Key keys={['?']} text={t('keys.help')} />
        </Table.Tbody>
      </Table>
    </Modal>
  );
}

function Key({ keys, text }: { readonly keys: readonly string[]; readonly text: string }) {
  return (
    <Table.Tr>
      <Table.Td>
        {keys.map((key) => (
          <Kbd key={key} mr={4}>
            {key}
          </Kbd>
        ))}
      </Table.Td>
      <Table.Td>{text}</Table.Td>
    </Table.Tr>
  );
}

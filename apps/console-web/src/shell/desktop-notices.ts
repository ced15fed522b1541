import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import type { Notice } from '../api/types';
import { t, word } from '../texts/text';
import { kindOf, placeOf } from './seen-notices';

/** Whether the user can still be asked; not where there is no such thing, nor where they said no. */
export function mayAskForDesktop(): boolean {
  return 'Notification' in window && Notification.permission === 'default';
}

export async function askForDesktop(): Promise<void> {
  await Notification.requestPermission();
}

/** Shows what is new while nobody looks at the page, once however many tabs are open. @param items  newest first */
export function useDesktopNotices(items: readonly Notice[] | undefined): void {
  const [, go] = useLocation();
  const newest = useRef<number>(undefined);
  useEffect(() => {
    if (!items) return;
    const before = newest.current;
    newest.current = Math.max(before ?? 0, ...items.map(({ seq }) => Number(seq)));
    if (before === undefined || isSeen() || !('Notification' in window) || Notification.permission !== 'granted') return;
    for (const notice of items.filter(({ seq }) => Number(seq) > before).reverse()) show(notice, () => go(placeOf(notice.leadId)));
  }, [items, go]);
}

function isSeen(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

function show({ id, kind, personName, preview }: Notice, onClick: () => void): void {
  const title = `${word('noticeKind', kindOf(kind))}: ${personName || t('leads.nobody')}`;
  const shown = desktop(title, { body: preview, tag: id });
  shown?.addEventListener('click', () => {
    window.focus();
    onClick();
    shown.close();
  });
}

/** Browsers of phones have the name but want a service worker for it. */
function desktop(title: string, options: NotificationOptions): Notification | undefined {
  try {
    return new Notification(title, options);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

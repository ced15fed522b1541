import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { post } from '../api/client';
import { ownManager } from '../api/queries';
import { PresenceWord } from '../pages/desk/presence-word';
import { PresenceDialog } from '../pages/desk/presence-dialog';
import { useMe } from '../session/me';
import { t } from '../texts/text';

const SIGN_OF_LIFE_MS = 60_000;

/** Whether one is there, for whoever takes leads; while the page is seen, it says so. */
export function Presence() {
  const { managerId } = useMe();
  return managerId ? <Own /> : null;
}

function Own() {
  const { data: manager } = useQuery(ownManager);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const say = () => {
      // Who can't be reached is told by the feed.
      if (document.visibilityState === 'visible') void post('/api/v1/managers/me/seen').catch(() => undefined);
    };
    say();
    const saying = setInterval(say, SIGN_OF_LIFE_MS);
    document.addEventListener('visibilitychange', say);
    return () => {
      clearInterval(saying);
      document.removeEventListener('visibilitychange', say);
    };
  }, []);
  if (!manager) return null;
  return (
    <>
      <Button size="compact-sm" {...(manager.presence?.present === false ? { color: 'gray.8' } : { variant: 'default' as const })} onClick={() => setOpen(true)} className="presence" title={t('presence.title')}>
        <PresenceWord manager={manager} />
      </Button>
      {open && <PresenceDialog manager={manager} onClose={() => setOpen(false)} />}
    </>
  );
}

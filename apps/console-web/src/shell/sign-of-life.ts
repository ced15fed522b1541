import { useEffect } from 'react';
import { post } from '../api/client';

const EVERY_MS = 60_000;

/** Tells the hub each minute that the manager has the page before them, and at once when it comes into view. */
export function useSignOfLife(managerId: string | null): void {
  useEffect(() => {
    if (managerId === null) return;
    const say = () => {
      // The next minute says it again.
      if (document.visibilityState === 'visible') post('/api/v1/managers/me/seen', {}).catch(() => undefined);
    };
    say();
    const timer = setInterval(say, EVERY_MS);
    document.addEventListener('visibilitychange', say);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', say);
    };
  }, [managerId]);
}

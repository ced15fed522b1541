import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';

/** A button that presses itself when it comes near the screen; by keyboard it is there as well. */
export function More({ text, busy, more }: { readonly text: string; readonly busy?: boolean; readonly more: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(more);
  useEffect(() => {
    latest.current = more;
  });
  useEffect(() => {
    if (busy || !button.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), { rootMargin: '300px' });
    observer.observe(button.current);
    return () => observer.disconnect();
  }, [busy]);
  return (
    <Button ref={button} variant="subtle" size="compact-sm" loading={busy ?? false} onClick={more} className="talk-more">
      {text}
    </Button>
  );
}

import type { Manager } from '../../api/types';
import { Time } from '../../parts/format';
import { t, word } from '../../texts/text';

/** Here, or why not and until when. */
export function PresenceWord({ manager: { presence } }: { readonly manager: Manager }) {
  return (
    <>
      {presence?.present === false ? word('away', presence.away) : t('presence.here')}
      {presence?.backAt && (
        <>
          &nbsp;· <Time iso={presence.backAt} />
        </>
      )}
    </>
  );
}

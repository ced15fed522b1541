import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { noticeDeliveries } from '../../api/queries';
import { Section } from '../../parts/facts';
import { Time } from '../../parts/format';
import { kindOf, placeOf } from '../../shell/seen-notices';
import { t, word } from '../../texts/text';

/** What was sent last, and what waits. */
export function Deliveries({ id }: { readonly id: string }) {
  const { data } = useQuery(noticeDeliveries(id));
  if (!data || data.items.length === 0) return null;
  return (
    <Section title={t('notifications.deliveries')}>
      <Stack gap={4} className="deliveries">
        {data.items.map(({ id: deliveryId, leadId, kind, way, state, createdAt, nextTryAt, lastError }) => (
          <Text key={deliveryId} size="sm">
            <Time iso={createdAt} /> · <Link href={placeOf(leadId)}>{word('noticeKind', kindOf(kind))}</Link> · {way} · {word('delivery', state)}
            {nextTryAt && Date.parse(nextTryAt) > Date.now() && (
              <>
                {' · '}
                {t('connectors.nextTry')} <Time iso={nextTryAt} />
              </>
            )}
            {lastError && (
              <Text span inherit c="red">
                {' · '}
                {lastError}
              </Text>
            )}
          </Text>
        ))}
      </Stack>
    </Section>
  );
}

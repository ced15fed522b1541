import type { Beat } from '../api/types';
import { t } from '../texts/text';
import { number } from './format';

const WIDTH = 5;
const GAP = 1;
const HEIGHT = 24;
const HALF_HOUR_MS = 30 * 60_000;

/** The last 24 hours of an account, a bar a half-hour: how many came, and where something was not understood. */
export function Beats({ beats }: { readonly beats: readonly Beat[] }) {
  const most = Math.max(1, ...beats.map(({ accepted }) => accepted));
  const total = beats.reduce((sum, { accepted }) => sum + accepted, 0);
  const now = Math.floor(Date.now() / HALF_HOUR_MS) * HALF_HOUR_MS;
  return (
    <svg className="beats" viewBox={`0 0 ${beats.length * (WIDTH + GAP)} ${HEIGHT}`} role="img" aria-label={t('connectors.beats', { count: number(total) })} preserveAspectRatio="none">
      {beats.map(({ accepted, state }, index) => {
        const height = accepted > 0 ? 6 + ((HEIGHT - 6) * accepted) / most : state === 'trouble' ? 6 : 3;
        const at = new Date(now - (beats.length - 1 - index) * HALF_HOUR_MS);
        return (
          <rect key={index} className={`beat ${state}`} x={index * (WIDTH + GAP)} y={HEIGHT - height} width={WIDTH} height={height} rx={1}>
            <title>{`${clock(at)} · ${number(accepted)}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}

function clock(at: Date): string {
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
}

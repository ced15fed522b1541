import { ConnectorError } from '../pull.js';

/** Shorter than a person's page waits for its answer. */
const LIMIT_MS = 25_000;

/**
 * Gives work that asks a provider a limited time. When it is over the signal aborts, and nobody waits for work that
 * doesn't notice.
 * @throws ConnectorError  the time was over
 */
export async function withinLimit<T>(work: (signal: AbortSignal) => Promise<T>, limitMs = LIMIT_MS): Promise<T> {
  const limit = new AbortController();
  let onLimit!: (error: ConnectorError) => void;
  const late = new Promise<never>((_, reject) => (onLimit = reject));
  const timer = setTimeout(() => {
    onLimit(tookTooLong());
    limit.abort();
  }, limitMs);
  try {
    return await Promise.race([work(limit.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

function tookTooLong(): ConnectorError {
  return new ConnectorError('network', {
    code: 'check-timeout',
    detail: { ru: 'Сервер не ответил за отведённое время. Проверьте адрес и порт и попробуйте ещё раз.', en: 'The server did not answer in time. Look at address and port, and try again.' },
  });
}

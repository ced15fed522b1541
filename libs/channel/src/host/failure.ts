import { isStorageUnavailable } from '@tributary/platform';
import type { AccountFaultError } from '../accounts/account.js';
import { UnavailableError } from '../intake/errors.js';
import { ConnectorError } from '../pull.js';

/** Any error as a connector's failure: what isn't typed is a defect of ours, or our own storage being away. */
export function asConnectorError(error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error;
  if (error instanceof UnavailableError || isStorageUnavailable(error)) return storageAway(error);
  return new ConnectorError('internal', {
    code: 'unexpected',
    detail: {
      ru: 'Внутренняя ошибка. Система повторяет попытки сама; подробности — в журнале сервера.',
      en: 'An internal error. The hub keeps trying by itself; the server’s log tells more.',
    },
    cause: error,
  });
}

function storageAway(cause: unknown): ConnectorError {
  return new ConnectorError('internal', {
    code: 'storage-unavailable',
    detail: { ru: 'Хранилище временно недоступно. Ничего не потеряно, приём продолжится сам.', en: 'Our storage is away for now. Nothing is lost, it goes on by itself.' },
    cause,
  });
}

/** `run` returned although nobody told it to. */
export function endedEarly(): ConnectorError {
  return new ConnectorError('internal', {
    code: 'ended-early',
    detail: { ru: 'Приём завершился без причины и начат заново.', en: 'Reading ended without a reason and was begun anew.' },
  });
}

/** Nothing happened in a session for too long: a connection can be dead without telling. */
export function stalled(silentMs: number): ConnectorError {
  const minutes = Math.round(silentMs / 60_000);
  return new ConnectorError('network', {
    code: 'stalled',
    detail: { ru: `Соединение молчало ${minutes} мин. и установлено заново.`, en: `The connection was silent for ${minutes} min and was made anew.` },
  });
}

/** Settings that don't pass the channel's schema (any more). */
export function settingsFault(cause: AccountFaultError): ConnectorError {
  const [field] = cause.settings;
  return new ConnectorError('credentials', {
    code: 'settings-incomplete',
    detail: {
      ru: `Настройки неполны или неверны: ${cause.settings.join(', ')}. Исправьте их, и приём начнётся сам.`,
      en: `Settings are incomplete or wrong: ${cause.settings.join(', ')}. Put them right, and it begins by itself.`,
    },
    ...(field && { field }),
    cause,
  });
}

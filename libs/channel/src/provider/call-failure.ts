import type { Localized } from '../channel.js';
import { ConnectorError, type ConnectorErrorDetails, type FailureClass } from '../pull.js';
import { ProxyError, type ProxyFault } from './tunnel.js';

/** How a call to a provider failed before there was an answer to read. */
export type CallFailure = 'timeout' | 'host-not-found' | 'host-not-allowed' | 'connection-failed';

const BY_CODE: Readonly<Record<string, CallFailure>> = { ERR_HOST_NOT_ALLOWED: 'host-not-allowed', ENOTFOUND: 'host-not-found', ETIMEDOUT: 'timeout', EAI_AGAIN: 'timeout' };
const OF_CONNECTION = /^(E[A-Z]+$|ERR_(SSL|TLS)|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO|HPE_)/;

/** A proxy is the same for every provider: what a person reads, and at which setting. */
const PROXY_FAULTS: Readonly<Record<ProxyFault, { readonly failureClass: FailureClass; readonly field: string; readonly detail: Localized }>> = {
  'proxy-failed': {
    failureClass: 'network', field: 'proxy.url',
    detail: { ru: 'Прокси не отвечает или не пускает: проверьте его адрес и правила. Повторим сами.', en: 'The proxy does not answer, or refuses: look at its address and rules. It is tried again.' },
  },
  'proxy-refused': {
    failureClass: 'credentials', field: 'proxy.user',
    detail: { ru: 'Прокси не принял имя и пароль: впишите в настройки верные.', en: 'The proxy refused the user and password: enter the right ones in the settings.' },
  },
  'host-not-checked': {
    failureClass: 'network', field: 'proxy.url',
    detail: {
      ru: 'Этот компьютер не знает, куда ведёт адрес, который назвал сервис, а вслепую через прокси мы туда не ходим: он может вести во внутреннюю сеть. Дайте этому компьютеру узнавать имена интернета (DNS).',
      en: 'This machine can’t tell where an address leads that the provider named, and we don’t go there blindly through the proxy: it may lead into a private network. Let this machine look up names of the internet (DNS).',
    },
  },
};

/**
 * What an error of `send` and `readAll` says of the call.
 * @returns undefined for what is none of a call: an abort of ours, an error that has its class already, a fault in the code
 */
export function callFailureOf(error: unknown): CallFailure | undefined {
  if (!isError(error)) return undefined;
  const { name, code = '', message } = error;
  if (name === 'TimeoutError') return 'timeout';
  if (name === 'AbortError' || name === 'ConnectorError') return undefined;
  return BY_CODE[code] ?? (OF_CONNECTION.test(code) || /socket hang up|aborted/.test(message) ? 'connection-failed' : undefined);
}

/**
 * The end of a channel's `toConnectorError`, past what its provider answers: how the call failed.
 * @param failure  the channel's own words; `field` is the setting at which a person can mend it
 * @returns what is none of a call as it is
 */
export function callFailed(cause: unknown, failure: (failureClass: FailureClass, code: CallFailure, details: Pick<ConnectorErrorDetails, 'field' | 'cause'>) => ConnectorError): unknown {
  if (cause instanceof ProxyError) return proxyFailed(cause);
  const found = callFailureOf(cause);
  if (!found) return cause;
  return failure(found === 'host-not-allowed' ? 'credentials' : 'network', found, { ...(found.startsWith('host-') && { field: 'apiRoot' }), cause });
}

function proxyFailed(cause: ProxyError): ConnectorError {
  const { failureClass, ...told } = PROXY_FAULTS[cause.fault];
  return new ConnectorError(failureClass, { code: cause.fault, ...told, cause });
}

/** By its shape: errors of Node's core are no instances of Error for code that runs in a context of its own. */
function isError(value: unknown): value is NodeJS.ErrnoException {
  return typeof value === 'object' && value !== null && 'message' in value;
}

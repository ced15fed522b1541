/** Codes of TLS that say: what stands there is not whom we trust, or doesn't trust us. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_SSL|ERR_TLS/;

/** @returns Kafka's or TLS' word for it when Kafka is there and refuses us; undefined when it may be away. No secrets. */
export function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, type, code, cause } = error as Error & { type?: unknown; code?: unknown };
  if (name === 'KafkaJSSASLAuthenticationError') return 'SASL_AUTHENTICATION_FAILED';
  if (typeof type === 'string' && /AUTH\w+_FAILED$/.test(type)) return type;
  if (typeof code === 'string' && CERTIFICATE.test(code)) return code;
  return refusalOf(cause);
}

/** The domain of a mail address in lower case; undefined when it is no address. */
export function addressDomain(text: string): string | undefined {
  const match = /^[^\s@]+@([^\s@]+)$/u.exec(text.trim());
  const domain = match?.[1]?.toLowerCase();
  return domain && /^[^\s@.]+(\.[^\s@.]+)*$/u.test(domain) ? domain : undefined;
}

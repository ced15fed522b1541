/** The error with the token taken out of whatever it says: an error of the connection may quote the address. */
export function withoutToken(error: unknown, token: string): unknown {
  if (!(error instanceof Error) || !JSON.stringify([error.message, error.stack]).includes(token)) return error;
  const clean = new Error(error.message.replaceAll(token, '<token>'));
  clean.name = error.name;
  const { code, unsent } = error as NodeJS.ErrnoException & { unsent?: boolean };
  return Object.assign(clean, { code, unsent });
}

/** Id of the pressed button's query, of its contact's external id: it glows until somebody answers that. */
export function callbackIdOf(externalId: string): string | undefined {
  return /:callback_query:(\w+)$/.exec(externalId)?.[1];
}

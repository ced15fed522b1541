import { ACTOR_HEADER, encodeActor, internalAuthorization, type Runtime } from '@tributary/platform';

const ACTOR = { role: 'admin', name: 'demo' } as const;

/** This hub's own API, called as everybody calls it: what the demo makes goes no other way than what people make. */
export class OwnApi {
  constructor(
    private readonly runtime: Runtime,
    private readonly url: string,
  ) {}

  /** @returns the answer, undefined for 204 and 404 @throws Error on any other refusal */
  async call<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<T | undefined> {
    const response = await fetch(this.url + path, {
      method,
      headers: { authorization: internalAuthorization(this.runtime.internalToken), [ACTOR_HEADER]: encodeActor(ACTOR), ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    if (response.status === 204 || response.status === 404) return undefined;
    if (!response.ok) throw new Error(`the demo could not be set up: ${method} ${path} was answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}

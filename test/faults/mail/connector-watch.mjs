import { pause, until } from '../../e2e/until.mjs';

const EVERY_MS = 300;

/** What the product says of one account over time, as somebody at the console would see it. */
export class ConnectorWatch {
  /** Values that `credential` had. @type {Set<string>} */
  credentials = new Set();
  /** Failures that were shown, as "class code". @type {Set<string>} */
  failures = new Set();
  #api;
  #accountId;
  #over = false;
  #watching;

  /** @param {import('../../e2e/api.mjs').Api} api @param {string} accountId */
  constructor(api, accountId) {
    this.#api = api;
    this.#accountId = accountId;
    this.#watching = this.#watch();
  }

  /** @param {'ru' | 'en'} [language] @returns {Promise<any>} */
  async now(language = 'en') {
    const { status, text, body } = await this.#api.call('GET', '/api/v1/connectors', undefined, { 'accept-language': language });
    const connector = body?.items?.find((/** @type {any} */ { accountId }) => accountId === this.#accountId);
    if (!connector) throw new Error(`the account is not among the connectors: ${status} ${text.slice(0, 300)}`);
    return connector;
  }

  /**
   * @param {string} what @param {(connector: any) => unknown} holds @param {number} timeoutMs
   * @returns {Promise<any>} the connector as it is then
   */
  until(what, holds, timeoutMs) {
    return until(what, async () => {
      const connector = await this.now();
      return holds(connector) ? connector : undefined;
    }, { timeoutMs, everyMs: 100 });
  }

  /** When another cycle is completed from now on: everything that was there is looked at. @param {number} timeoutMs */
  async untilCycle(timeoutMs) {
    const from = Date.now();
    await this.until('a whole cycle is done', ({ consumer }) => consumer.lastCycleAt && Date.parse(consumer.lastCycleAt) > from, timeoutMs);
  }

  async stop() {
    this.#over = true;
    await this.#watching;
  }

  async #watch() {
    while (!this.#over) {
      await this.#look().catch(() => undefined);
      await pause(EVERY_MS);
    }
  }

  async #look() {
    const { credential, latestFailure } = await this.now();
    this.credentials.add(credential);
    if (latestFailure) this.failures.add(`${latestFailure.class} ${latestFailure.code}`);
  }
}

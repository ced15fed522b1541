import { EventEmitter } from 'node:events';
import { endHub, freePort, startHub } from '../e2e/hub.mjs';

/**
 * What systemd or Kubernetes does for the product: starts the hub again at once, whenever and however it ended.
 */
export class Supervisor extends EventEmitter {
  /** @type {import('../e2e/hub.mjs').Hub | undefined} */
  #hub;
  #stopping = false;
  /** How often it was started again. */
  restarts = 0;
  /** Printed by all the processes so far, for a failure's report. */
  output = '';

  /** @param {import('../e2e/hub.mjs').HubOptions} options */
  constructor(options) {
    super();
    this.options = options;
  }

  /** @param {import('../e2e/hub.mjs').HubOptions} options @returns {Promise<Supervisor>} when the hub is ready */
  static async start(options) {
    const supervisor = new Supervisor({ ...options, port: options.port ?? (await freePort()), wait: false });
    await supervisor.start();
    return supervisor;
  }

  /** Resolves when it is ready. */
  async start() {
    await this.#spawn();
    await this.ready();
  }

  /** The process that runs now. */
  get hub() {
    if (!this.#hub) throw new Error('the hub was not started');
    return this.#hub;
  }

  /**
   * @param {number} [timeoutMs] in all, over however many restarts
   * @throws {Error} it is not ready in time
   */
  async ready(timeoutMs = 60_000) {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const { hub } = this;
      try {
        return await hub.ready(Math.max(1_000, deadline - Date.now()));
      } catch (error) {
        if (Date.now() > deadline) throw error;
        if (hub === this.hub) await hub.exited;
      }
    }
  }

  /** Ends it for good, in good order. */
  async stop() {
    this.#stopping = true;
    await endHub(this.#hub);
  }

  async #spawn() {
    const hub = await startHub(this.options);
    this.#hub = hub;
    void hub.exited.then(async () => {
      this.output = (this.output + hub.output).slice(-400_000);
      if (this.#stopping) return;
      this.restarts += 1;
      await this.#spawn();
    });
  }
}

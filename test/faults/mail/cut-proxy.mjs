import { connect, createServer } from 'node:net';
import { once } from 'node:events';

/**
 * A network between product and mail server that can be cut as real ones are: nobody is told. While it is silent both
 * directions are held and the end of either side is not passed on; new connections are taken and lead nowhere.
 */
export class CutProxy {
  #server;
  /** @type {Set<Link>} */
  #links = new Set();
  #silent = false;
  port = 0;

  /** @param {number} target  port on this machine */
  constructor(target) {
    // Half-open, so that an end of one side is ours to pass on or not.
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
      const link = new Link(client, target, this.#silent);
      this.#links.add(link);
      link.over.then(() => this.#links.delete(link));
    });
  }

  /** @param {number} target */
  static async start(target) {
    const proxy = new CutProxy(target);
    await proxy.#listen();
    return proxy;
  }

  /** From now on nothing gets through, and nobody is told. */
  fallSilent() {
    this.#silent = true;
    for (const link of this.#links) link.hold();
  }

  /** New connections are refused; those that are silent stay so. */
  async refuse() {
    this.#server.close();
    await new Promise((resolve) => setImmediate(resolve));
  }

  /**
   * All is well for new connections. Those that were cut are forgotten by the network and stay silent for ever, unless it
   * delivers late what it held (`late`).
   * @param {{ late?: boolean }} [how]
   */
  async mend({ late = false } = {}) {
    this.#silent = false;
    if (!this.#server.listening) await this.#listen();
    if (late) for (const link of this.#links) link.release();
  }

  /** Connections that carry something. */
  get carrying() {
    return [...this.#links].filter(({ held }) => !held).length;
  }

  /** Ends every connection, and both sides are told. */
  drop() {
    for (const link of this.#links) link.destroy();
  }

  async stop() {
    this.drop();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #listen() {
    this.#server.listen(this.port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.port = /** @type {import('node:net').AddressInfo} */ (this.#server.address()).port;
  }
}

class Link {
  held = false;
  #client;
  #target;
  /** @type {import('node:net').Socket | undefined} */
  #server;
  /** @type {() => void} */
  #finish = () => undefined;
  over = new Promise((resolve) => (this.#finish = () => resolve(undefined)));

  /** @param {import('node:net').Socket} client @param {number} target @param {boolean} silent */
  constructor(client, target, silent) {
    this.#client = client;
    this.#target = target;
    client.on('error', () => this.#ended());
    client.on('close', () => this.#ended());
    if (silent) this.held = true;
    else this.#connect();
  }

  hold() {
    this.held = true;
    this.#client.unpipe().pause();
    this.#server?.unpipe().pause();
  }

  release() {
    this.held = false;
    if (this.#server) this.#carry(this.#server);
    else this.#connect();
  }

  destroy() {
    this.held = false;
    this.#ended();
  }

  #connect() {
    const server = connect({ port: this.#target, host: '127.0.0.1', allowHalfOpen: true });
    this.#server = server;
    server.on('error', () => this.#ended());
    server.on('close', () => this.#ended());
    this.#carry(server);
  }

  /** @param {import('node:net').Socket} server */
  #carry(server) {
    this.#client.pipe(server);
    server.pipe(this.#client);
  }

  /** While the link is silent the other side learns nothing of it. */
  #ended() {
    if (this.held) return;
    this.#client.destroy();
    this.#server?.destroy();
    this.#finish();
  }
}

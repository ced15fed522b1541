/** How often kafkajs is asked; it sends one only when one is due. */
const ASK_MS = 500;

/** Keeps a membership alive while a handler works, however long that takes. */
export class Heartbeats {
  private readonly timer: NodeJS.Timeout;

  /** @param onOutdated  told of Kafka's answer that the member has to join again; a lost connection is left to kafkajs */
  constructor(heartbeat: () => Promise<void>, onOutdated: (error: Error) => void) {
    this.timer = setInterval(() => {
      heartbeat().catch((error: unknown) => {
        if (error instanceof Error && error.name === 'KafkaJSProtocolError') onOutdated(error);
      });
    }, ASK_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

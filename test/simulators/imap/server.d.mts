/** What a spec in the same process uses of the simulated server. */
export declare class ImapServer {
  /** Goes around each command while it is carried out; when it rejects, the client has died. */
  intercept: (<T>(command: () => Promise<T>) => Promise<T>) | undefined;
  listen(options?: { tls?: boolean; port?: number }): Promise<number>;
  addUser(name: string, password?: string): void;
  setUser(name: string, fields: { password?: string; maxConnections?: number }): void;
  deliver(user: string, source: string | Uint8Array): number;
  fault(fault: { on: string; action: string; text?: string; times?: number }): void;
  clearFaults(): void;
  drop(how?: 'close' | 'bye' | 'silent'): void;
  close(): Promise<void>;
}

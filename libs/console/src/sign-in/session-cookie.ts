import { readCookie } from '../read-cookie.js';
import { LONGEST_MS } from './session-store.js';

/** The browser's half of a session. */
export class SessionCookie {
  private readonly name: string;
  private readonly attributes: string;

  /** @param publicUrl  over https the cookie is bound to this very host (`__Host-`) and never sent in clear */
  constructor(publicUrl: string) {
    const secure = publicUrl.startsWith('https:');
    this.name = secure ? '__Host-tributary' : 'tributary';
    this.attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  }

  /** @param header  of the request */
  read(header: string | undefined): string | undefined {
    return readCookie(header, this.name);
  }

  /** A `set-cookie` header that gives the secret to the browser; when the session ends is the server's business. */
  give(secret: string): string {
    return `${this.name}=${secret}; Max-Age=${LONGEST_MS / 1000}; ${this.attributes}`;
  }

  /** A `set-cookie` header that takes it away. */
  take(): string {
    return `${this.name}=; Max-Age=0; ${this.attributes}`;
  }
}

import { fastifyCookie as cookies } from '@fastify/cookie';
import { LONGEST_MS } from './session-store.js';

/** The browser's half of a session. */
export class SessionCookie {
  private readonly secure: boolean;
  private readonly name: string;

  /** @param publicUrl  over https the cookie is bound to this very host (`__Host-`) and never sent in clear */
  constructor(publicUrl: string) {
    this.secure = publicUrl.startsWith('https:');
    this.name = this.secure ? '__Host-tributary' : 'tributary';
  }

  /** @param header  of the request */
  read(header: string | undefined): string | undefined {
    return header === undefined ? undefined : cookies.parse(header)[this.name];
  }

  /** A `set-cookie` header that gives the secret to the browser; its end is the server's business. */
  give(secret: string): string {
    return this.serialize(secret, LONGEST_MS / 1000);
  }

  /** A `set-cookie` header that takes it away. */
  take(): string {
    return this.serialize('', 0);
  }

  private serialize(value: string, maxAge: number): string {
    return cookies.serialize(this.name, value, { path: '/', httpOnly: true, sameSite: 'lax', secure: this.secure, maxAge });
  }
}

import { randomBytes, randomUUID } from 'node:crypto';
import { ApiError } from './api-error.mjs';

/** Files that people and communities sent, uploads that wait to be saved, and what they became. */
export class Files {
  #byPath = new Map();
  #uploads = new Map();
  #attachments = new Map();
  #count = 456_239_000;

  /** @param {Buffer} bytes @returns {{ id: number, path: string }} */
  keep(bytes) {
    const id = ++this.#count;
    const path = `${id}-${randomBytes(8).toString('hex')}`;
    this.#byPath.set(path, bytes);
    return { id, path };
  }

  /** @param {string} path @returns {Buffer | undefined} */
  at(path) {
    return this.#byPath.get(path);
  }

  /** Addresses of files hold for some time only. */
  expire() {
    this.#byPath.clear();
  }

  /** What the upload server says to a file. @param {string} field @param {{ name: string, bytes: Buffer }} file */
  upload(field, { name, bytes }) {
    if (field === 'file') {
      const file = randomUUID();
      this.#uploads.set(file, { name, bytes });
      return { file };
    }
    const [server, photo, hash] = [String(++this.#count), JSON.stringify([{ photo: randomUUID() }]), randomBytes(8).toString('hex')];
    this.#uploads.set(`${server} ${photo} ${hash}`, { name, bytes });
    return { server: Number(server), photo, hash };
  }

  /** @param {string} key */
  uploaded(key) {
    const found = this.#uploads.get(key);
    if (!found) throw new ApiError(100, 'invalid hash');
    return found;
  }

  /** @param {string} type @param {any} saved */
  keepAttachment(type, saved) {
    this.#attachments.set(`${type}${saved.owner_id}_${saved.id}`, { type, [type]: saved });
  }

  /** @param {string} name  "photo-1_2_key" */
  attachmentOf(name) {
    const found = this.#attachments.get(name.split('_').slice(0, 2).join('_'));
    if (!found) throw new ApiError(100, 'attachment is invalid');
    return found;
  }
}

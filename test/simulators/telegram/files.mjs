import { randomBytes } from 'node:crypto';
import { ApiError } from './api-error.mjs';

const LARGEST = 20 * 1024 * 1024;

/** Files that a bot may ask for. */
export class Files {
  #byId = new Map();
  #count = 0;

  /** @param {Buffer} bytes @param {{ folder?: string, extension?: string, sizeBytes?: number }} [options]  `sizeBytes`: what is said, where it differs */
  add(bytes, { folder = 'documents', extension = 'bin', sizeBytes = bytes.length } = {}) {
    const n = this.#count++;
    const file = { file_id: `F${n}_${randomBytes(12).toString('base64url')}`, file_unique_id: `U${randomBytes(6).toString('base64url')}`, file_size: sizeBytes };
    this.#byId.set(file.file_id, { file, bytes, path: `${folder}/file_${n}.${extension}` });
    return file;
  }

  /** @param {string} id */
  describe(id) {
    const found = this.#byId.get(id);
    if (!found) throw new ApiError(400, 'Bad Request: wrong file_id or the file is temporarily unavailable');
    if (found.file.file_size > LARGEST) throw new ApiError(400, 'Bad Request: file is too big');
    return { ...found.file, file_path: found.path };
  }

  /** @param {string} path @returns {Buffer | undefined} */
  at(path) {
    return [...this.#byId.values()].find((each) => each.path === path)?.bytes;
  }
}

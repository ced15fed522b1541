import { connect } from 'node:net';
import { HOST } from './ports.mjs';

// Metadata request, version 1: header (api key 3, version, correlation id, client id) and an empty list of topics.
// See https://kafka.apache.org/protocol#The_Messages_Metadata; Kafka 4 serves versions 0 to 13.
const CLIENT_ID = 'tributary-probe';
const METADATA_REQUEST = (() => {
  const body = Buffer.alloc(14 + CLIENT_ID.length);
  body.writeInt16BE(3, 0);
  body.writeInt16BE(1, 2);
  body.writeInt32BE(1, 4);
  body.writeInt16BE(CLIENT_ID.length, 8);
  body.write(CLIENT_ID, 10);
  body.writeInt32BE(0, 10 + CLIENT_ID.length);
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
})();

/**
 * Asks a broker which brokers the cluster has now; one that is not yet taken in, or fenced, is not among them.
 * @param {number} port  of its inner listener
 * @param {number} [timeoutMs]
 * @returns {Promise<number[] | undefined>} their ids; undefined: it does not answer
 */
export function liveBrokers(port, timeoutMs = 1_000) {
  return new Promise((resolve) => {
    const socket = connect({ host: HOST, port });
    let received = Buffer.alloc(0);
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => end(undefined));
    socket.on('error', () => end(undefined));
    socket.on('close', () => end(undefined));
    socket.on('connect', () => socket.write(METADATA_REQUEST));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) end(brokerIds(received));
    });
  });
}

/** The array of brokers stands first: node id, host, port, rack (a string that may be null). */
function brokerIds(response) {
  const ids = [];
  let at = 12;
  for (let left = response.readInt32BE(8); left > 0; left -= 1) {
    ids.push(response.readInt32BE(at));
    at += 4;
    at += 2 + response.readInt16BE(at) + 4;
    at += 2 + Math.max(0, response.readInt16BE(at));
  }
  return ids;
}

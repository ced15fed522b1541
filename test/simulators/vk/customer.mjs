/** What people do in VK, and how a community is told of it. */
export class Customers {
  #commentId = 0;
  #leadId = 0;
  #orderId = 0;

  /** @param {import('./server.mjs').VkServer} server @param {import('./group.mjs').Group} group */
  constructor(server, group) {
    this.server = server;
    this.group = group;
  }

  /**
   * Somebody writes. @param {any} letter  `from` (a user, or their id), `peerId` of a chat, and any members of the message
   * @returns {any} the message
   */
  write({ from, peerId, ...content }) {
    const { id } = this.#userOf(from);
    this.group.denied.delete(id);
    const message = this.group.keep({ from_id: id, peer_id: peerId ?? id, ...content });
    this.group.tell('message_new', { message, client_info: { button_actions: ['text', 'open_link', 'callback'], keyboard: true, inline_keyboard: true, carousel: true, lang_id: 0 } });
    return message;
  }

  /** So many photos. @param {any} letter  `photos`: their bytes as texts */
  photos({ photos, ...letter }) {
    return this.write({ ...letter, attachments: photos.map((bytes) => this.#photo(bytes)) });
  }

  /** @param {any} letter  `bytes` (text), `name`, `sizeBytes` where it is to be said otherwise, `as` "doc" or "audio_message" */
  file({ bytes = '', name = 'file.bin', sizeBytes, as = 'doc', ...letter }) {
    const { id, url } = this.server.keepFile(Buffer.from(bytes));
    const from = this.#userOf(letter.from).id;
    const common = { id, owner_id: from, access_key: 'k' };
    const content = as === 'doc' ? { ...common, title: name, size: sizeBytes ?? Buffer.byteLength(bytes), ext: name.split('.').pop(), url, date: this.group.now(), type: 1 } : { ...common, duration: 7, link_ogg: url, link_mp3: url, waveform: [] };
    return this.write({ ...letter, attachments: [{ type: as, [as]: content }] });
  }

  /** The customer changes a message. */
  edit({ peerId, number, ...content }) {
    const message = this.group.messageOf(peerId, number);
    if (!message) throw new RangeError('no such message');
    Object.assign(message, content, { update_time: Math.max(this.group.now(), (message.update_time ?? message.date) + 1) });
    this.group.tell('message_edit', { ...message });
    return message;
  }

  /** A button of the community is pressed. */
  press({ from, payload = {} }) {
    const { id } = this.#userOf(from);
    return this.group.tell('message_event', { user_id: id, peer_id: id, event_id: String(Math.random()).slice(2), payload }).object;
  }

  /** The customer denies the community's messages, or allows them. */
  deny({ from, denied = true }) {
    const { id } = this.#userOf(from);
    if (denied) this.group.denied.add(id);
    else this.group.denied.delete(id);
    this.group.tell(denied ? 'message_deny' : 'message_allow', denied ? { user_id: id } : { user_id: id, key: '' });
    return {};
  }

  /** The customer reads all that the community wrote. */
  read({ from }) {
    const { id } = this.#userOf(from);
    const last = this.group.peers.get(id)?.filter(({ out }) => out === 1).at(-1);
    if (!last) throw new RangeError('nothing to read');
    return this.group.tell('message_read', { from_id: id, peer_id: id, read_message_id: last.id, conversation_message_id: last.conversation_message_id }).object;
  }

  /** @param {any} note  `text`, `postId`; or, with `id`, a change of that comment */
  comment({ from, text, postId = 1, id, attachments = [] }) {
    const user = this.#userOf(from).id;
    const known = this.group.comments.find((each) => each.id === id);
    const comment = known ?? { id: ++this.#commentId, from_id: user, date: this.group.now(), post_id: postId, owner_id: -this.group.id, post_owner_id: -this.group.id, parents_stack: [], attachments, thread: { count: 0 } };
    Object.assign(comment, { text });
    if (!known) this.group.comments.push(comment);
    this.group.tell(known ? 'wall_reply_edit' : 'wall_reply_new', { ...comment });
    return comment;
  }

  /** @param {any} form  `answers`: `{ key: answer }` */
  leadForm({ from, formName = 'Заявка', answers = {} }) {
    const given = Object.entries(answers).map(([key, answer]) => ({ key, question: key, answer }));
    return this.group.tell('lead_forms_new', { lead_id: ++this.#leadId, group_id: this.group.id, user_id: this.#userOf(from).id, form_id: 2, form_name: formName, ad_id: 0, answers: given }).object;
  }

  /** @param {any} order  `rubles`, `items`: titles; with `id` its next `status` */
  order({ from, rubles = 100, items = ['Дверь'], id, status = 0 }) {
    const order = {
      id: id ?? ++this.#orderId, group_id: this.group.id, user_id: this.#userOf(from).id, date: this.group.now(), status, items_count: items.length, display_order_id: `${this.group.id}-${id ?? this.#orderId}`,
      total_price: { amount: String(Math.round(rubles * 100)), currency: { id: 643, name: 'RUB' }, text: `${rubles} ₽` }, preview_order_items: items.map((title) => ({ title, quantity: 1 })),
    };
    return this.group.tell(id ? 'market_order_edit' : 'market_order_new', order).object;
  }

  #photo(bytes) {
    const small = this.server.keepFile(Buffer.from(bytes).subarray(0, 1));
    const { id, url } = this.server.keepFile(Buffer.from(bytes));
    return { type: 'photo', photo: { id, owner_id: 1, access_key: 'k', date: this.group.now(), sizes: [{ type: 'w', width: 1_280, height: 960, url }, { type: 's', width: 75, height: 56, url: small.url }] } };
  }

  #userOf(from) {
    if (typeof from === 'object' && from !== null) this.group.users.set(from.id, { first_name: 'Customer', last_name: '', ...from });
    return this.group.userOf(typeof from === 'object' && from !== null ? from.id : (from ?? 1_001));
  }
}

/** Subjects of notices of failed delivery, each from its beginning. */
export const BOUNCE_SUBJECTS: readonly RegExp[] = [
  /^undeliver(?:able|ed)\b(?: mail| message)?(?: returned to sender|:|$)/i,
  /^mail delivery (?:failed|failure|problem|status|subsystem|system|error)\b/i,
  /^delivery (?:status notification|failure|has failed|notification: delivery has failed|delayed|report)\b/i,
  /^(?:failure notice|failed mail|mail failure|nondeliverable mail|non[- ]delivery (?:report|notification)|delivery error report)\b/i,
  /^(?:returned mail|mail system error|message (?:undeliverable|delivery delayed|not delivered)|could not (?:deliver|send) message)\b/i,
  /^warning: (?:could not send message|message .{1,80} delayed|message delayed)/i,
  /^(?:your (?:message|mail|email) (?:was not delivered|could not be delivered|to .{1,80} couldn.t be delivered)|email delivery failure)/i,
  /^недоставленн(?:ое|ая) (?:сообщение|письмо|почта)/iu,
  /^(?:ваше )?(?:сообщение|письмо)(?: .{1,80})? не (?:было )?доставлен[оа]/iu,
  /^не (?:удалось|удается|удаётся|доставлено|может быть доставлено)(?: доставить)? (?:сообщение|письмо|почту)/iu,
  /^(?:не удается доставить|не удаётся доставить|не удалось доставить) ?:/iu,
  /^(?:сообщение о недоставке|уведомление о (?:недоставке|невозможности доставки|задержке доставки|статусе доставки|состоянии доставки)|ошибка доставки (?:почты|письма|сообщения)|возврат (?:письма|сообщения)|отчет о недоставке|отчёт о недоставке)/iu,
  /^(?:недоставлене повідомлення|не вдалося доставити|повідомлення не доставлено|неможливо доставити)/iu,
  /^(?:unzustellbar|zustellung fehlgeschlagen|zustellungsfehler|nicht zustellbar)\b/i,
  /^(?:non remis|échec de (?:la )?remise|message non remis|notification de non-remise)/iu,
  /^(?:no se puede entregar|no entregado|mensaje no entregado|correo devuelto|error de entrega)\b/i,
  /^(?:non recapitabile|mancata consegna|não é possível entregar|onbestelbaar|niet te bezorgen|niedostarcz\w{2,12}|nie można dostarczyć|kan inte levereras|nelze doručit|nedoručitelné|teslim edilemedi)/iu,
  /^(?:无法投递|无法传递|系统退信|配信不能|配信エラー)/u,
];

/** What such notices say about the delivery. */
export const BOUNCE_TEXTS: readonly RegExp[] = [
  /this is the (?:qmail-send program|mail system at host|mail delivery agent)/i,
  /this message was created automatically by (?:the )?mail (?:delivery|transport) (?:software|system|agent)/i,
  /a message that you sent (?:could not be delivered|has not yet been delivered)/i,
  /(?:your )?message (?:to .{1,120} )?(?:could not|couldn't|wasn't able to|was not able to|can ?not) be delivered/i,
  /(?:delivery to the following recipients? (?:has been delayed|failed)|delivery has failed to these recipients)/i,
  /(?:wasn't|was not) delivered to .{1,120} because/i,
  /the following (?:addresses|address\(es\)|message to .{1,120}|recipients?) (?:had permanent|had transient|failed|was undeliverable|could not be)/i,
  /the original message was received at .{1,200} (?:permanent fatal errors|transient non-fatal errors)/i,
  /письмо (?:.{1,120} )?не (?:может быть|было|удалось|доставлено)/iu,
  /сообщение (?:.{1,120} )?не (?:может быть|было|удалось) доставл/iu,
  /(?:не удалось|невозможно|не удается|не удаётся) доставить (?:ваше )?(?:сообщение|письмо|почту)/iu,
  /(?:доставка (?:письма|сообщения|почты) (?:не удалась|невозможна|отложена|задерживается))/iu,
];

/** Failures for good, and for now, in words. */
export const HARD_WORDS =
  /user unknown|unknown user|no such (?:user|mailbox|recipient|address)|does(?:n't| not) exist|mailbox (?:unavailable|not found|disabled)|address (?:rejected|not found|couldn't be found)|invalid (?:recipient|mailbox)|account (?:is |has been )?disabled|permanent (?:error|failure|fatal)|нет такого|не существует|не найден|несуществующ|ящик (?:заблокирован|отключ[её]н|удал[её]н)|постоянн\S{1,6} ошибк/iu;
export const SOFT_WORDS =
  /(?:over|exceed\w{0,3}|mailbox) (?:quota|full|its (?:storage|quota))|mailbox is full|quota exceeded|temporar|transient|has not yet been delivered|will (?:keep|continue|be retried)|delayed|still being|try again later|переполнен|временн\S{1,5} ошибк|отложен|задержк|задерживается|попытки .{0,40}продолж/iu;

/** What programs write before, or instead of, the subject that they answer. */
const PREFIXES = [
  // en
  'auto ?: .{0,80}out of (?:the )?office.{0,80}', 'automatic reply', 'auto[ -]?reply', 'auto-?response', 'automatic response', 'automated (?:reply|response)', 'auto-?responder',
  'out of (?:the )?office(?: (?:auto-?reply|reply|re|response|notification|message))?', 'ooo', 'ooo reply', 'out of office assistant', 'vacation (?:reply|message|notice|auto-?reply)', 'away (?:message|notice|from (?:the )?office)',
  // ru, uk, be, kk
  'автоматический ответ', 'автоматическое сообщение об отсутствии', 'авто-?ответ(?:чик)?', 'автоматич\\S{2,3} відповідь', 'автовідповід(?:ь|ач)', 'аўтаматычны адказ', 'автоматты (?:түрде )?жауап',
  'нет на (?:рабочем )?месте', 'вне офиса', 'отсутствую(?: на (?:рабочем )?месте| в офисе)?', 'отсутствие на рабочем месте', 'отсутствует (?:на (?:рабочем )?месте|на работе|в офисе)', 'поза офісом', '(?:я )?(?:відсутн(?:ій|я)) (?:на робочому місці|в офісі)', '(?:я )?не в офисе', 'абсентист',
  // de, fr, es, it, pt, nl
  'automatische (?:antwort|rückantwort)', 'abwesenheits(?:notiz|notizen|meldung|nachricht|assistent)', 'abwesend', 'nicht im büro',
  'réponse automatique', "absence du bureau", "absent\\(?e?\\)? du bureau", "message d[’']absence", "notification d[’']absence",
  'respuesta automática', 'fuera de (?:la )?oficina', 'risposta automatica', 'fuori (?:sede|ufficio)', 'resposta automática', 'ausência temporária', 'fora do escritório', 'automatisch antwoord', 'afwezigheidsbericht',
  // pl, cs, sv, da, no, fi, tr, hu, ro, lt, lv, et
  'autoodpowiedź', 'odpowiedź automatyczna', 'automatyczna odpowiedź', 'automatická odpověď', 'automatická odpoveď', 'autosvar', 'automatiskt? svar', 'automaattinen vastaus', 'otomatik yanıt', 'automatikus válasz', 'răspuns automat', 'automatinis atsakymas', 'automātiska atbilde', 'automaatvastus',
  // zh, ja
  '自动回复', '自動回覆', '自動応答', '自動返信', '不在通知',
].join('|');

/** The words stand for themselves: behind them a mark, or nothing. "Out of office furniture" is an enquiry. */
export const AUTO_SUBJECT = new RegExp(`^[\\[(*«"]?(?:${PREFIXES})[\\])*»"]? ?(?:$|[:：;!.,()\\[–—-](?!\\p{L})|(?:re|отв|ответ) ?:)`, 'iu');

/** Somebody is away. A person may say so too, so it counts only beside `MEANWHILE`. */
export const ABSENCE: readonly RegExp[] = [
  /(?:нахожусь|буду|нахожуся|перебуваю|я|ухожу|сейчас|зараз) .{0,40}(?:(?:в|у) (?:отпуск|відпуст|командировк|відрядженн|декрет)|на (?:больничном|лікарняному))/iu,
  /(?:меня|мене) (?:не будет|нет|не буде|немає) (?:в офисе|на (?:рабочем )?месте|на работе|в офісі|на робочому місці)/iu,
  /(?:отсутствую|відсутн(?:ій|я)|буду отсутствовать|буду відсутн)\S{0,4} .{0,20}(?:офис|месте|офіс|місці|работе|роботі|до |с |по |з )/iu,
  /(?:i am|i'm|i will be|i’m|i'll be) (?:currently |now |presently )?(?:out of (?:the )?office|away (?:from|on|until)|on (?:annual |maternity |parental |sick )?(?:leave|vacation|holidays?)|out of office|travell?ing)/iu,
  /out of (?:the )?office (?:until|from|with|through|till)/iu,
  /ich bin (?:derzeit |momentan |zurzeit |vom .{1,40} )?(?:nicht im (?:büro|haus)|abwesend|im urlaub|außer haus)/iu,
  /je suis (?:actuellement )?(?:absente?|en congés?)|estoy (?:actualmente )?(?:fuera de la oficina|de vacaciones)/iu,
];

/** What to do meanwhile, and when he is back: the second half of every such note. */
export const MEANWHILE: readonly RegExp[] = [
  /по (?:всем |любым )?(?:срочным|неотложным|рабочим|важным|возникшим)? ?вопрос(?:ам|у).{0,60}(?:обра|пиш|звон|связ)|в мо[её] отсутстви[еи]/iu,
  /на время (?:моего )?отсутстви|(?:отвечу|прочту|прочитаю|рассмотрю|обработаю|свяжусь).{0,60}(?:после|по возвращени|когда вернусь|при первой)/iu,
  /(?:письм\S{1,3}|сообщени\S{1,3}|почт\S{1,3}) .{0,40}(?:прочитан|доступ|огранич|не (?:проверя|чита|пересыла))/iu,
  /з (?:усіх |термінових )?питан\S{1,3}.{0,60}(?:зверта|пиш|телефон)|(?:за|під час) моєї відсутності|відповім.{0,40}(?:після|коли)/iu,
  /in my absence|(?:for|in) (?:any(?:thing)? )?(?:urgent|immediate|emergency|case of (?:an )?emergenc)/iu,
  /limited (?:or no )?access to (?:my )?e-?mail/iu,
  /(?:i will|i'll|will) (?:reply|respond|answer|get back|return your).{0,60}(?:return|back|when|as soon)/iu,
  /(?:please )?contact (?:my colleague|\S{1,60}@\S{1,60}).{0,60}(?:instead|meantime|urgent|assist)|in dringenden (?:fällen|angelegenheiten)/iu,
  /(?:nach meiner|bei meiner) rückkehr|wird nicht weitergeleitet|en cas d[’']urgence|à mon retour|en caso de urgencia|a mi regreso/iu,
];

/** A machine says that it is one, or that a letter has come in. */
export const MACHINE_ANSWER: readonly RegExp[] = [
  /(?:это|данное) (?:письмо|сообщение) (?:является )?(?:автоматическ\S{2,3} ответ|отправлено автоответчик)/iu,
  /(?:это|вам отвечает) (?:автоматический ответ|автоответчик|автоответ)|цей лист є автоматичною відповіддю|це автоматична відповідь/iu,
  /this is an? (?:automated|automatic|auto)[- ]?(?:reply|response|acknowledge?ment|answer)/iu,
  /(?:automated|automatic) (?:reply|response) (?:from|to)|dies ist eine automatische (?:antwort|eingangsbestätigung)/iu,
  /(?:ceci est une|c'est une) réponse automatique/iu,
];

/** "We have your letter" of help desks. People write that too, so it counts only of a robot, or with a ticket's number. */
export const RECEIVED_ANSWER: readonly RegExp[] = [
  /(?:ваш[аеу]?|ваше) (?:обращени|заявк|запрос|письм|сообщени)\S{0,3} .{0,40}(?:получен|принят|зарегистрирован|поступил)/iu,
  /мы получили ваш[еу] (?:письмо|обращение|сообщение|заявку|запрос)/iu,
  /(?:your|the) (?:request|ticket|message|inquiry|enquiry|email|case) .{0,40}(?:has been|was) (?:received|created|registered|logged)/iu,
  /we(?:'ve| have)? received your (?:message|e-?mail|request|inquiry|enquiry|ticket)/iu,
  /thank you for (?:contacting|reaching out|your (?:message|e-?mail|inquiry|enquiry))/iu,
  /ваш[ае]? (?:звернення|запит|лист) .{0,40}(?:отриман|прийнят|зареєстрован)/iu,
];
export const TICKET_NUMBER = /(?:\[#|#|№ ?|ticket |case |тикет |заявк\S{0,2} |обращени\S{0,2} |запрос\S{0,2} )(?:[A-Z]{1,6}-)?\d{3,12}/iu;

/** Filters that want the sender to prove himself a person. */
export const CHALLENGE_SUBJECT =
  /^(?:(?:please )?(?:confirm|verify) (?:that )?(?:your (?:message|e-?mail|mail)|you(?:'re| are) (?:a )?(?:human|not a)|you sent)|(?:sender|message|mail) (?:verification|confirmation|authentication) (?:request|required)|your (?:message|e-?mail) .{0,40}(?:requires|awaits|awaiting|needs) (?:verification|confirmation|approval)|(?:spam ?arrest|boxbe|mail ?in ?black|tmda)\b|подтвердите(?:,)? (?:пожалуйста,? )?(?:отправку (?:письма|сообщения)|что вы (?:не робот|человек))|подтверждение отправител)/iu;
export const CHALLENGE_TEXT =
  /(?:to (?:complete|ensure) (?:the )?delivery of your (?:message|e-?mail)|(?:your (?:message|e-?mail)|message) (?:is|has been|will be) (?:being )?(?:held|quarantined|put on hold).{0,200}(?:verif|confirm|click|reply)|(?:click|reply|follow).{0,120}(?:to (?:verify|prove|confirm) (?:that )?you(?:'re| are) (?:a )?(?:human|real|person|not a))|i apologize for this automatic reply to your e-?mail|для доставки (?:вашего )?письма.{0,80}(?:перейдите|подтвердите|ответьте)|подтвердите,? что вы (?:не робот|человек))/iu;

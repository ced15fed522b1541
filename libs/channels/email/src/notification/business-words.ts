/** "[stroydom.example] ", "Стройдом: " before the subject proper. */
const SITE = /^(?:\[[^\]]{1,60}\]:? ?|["«][^"»]{1,60}["»]:? ?|(?:www\.)?[\p{L}\d-]{1,40}(?:\.[\p{L}\d-]{1,30}){1,3} ?[:|–—-] ?)/u;

/** Words that only a shop's or a form's robot begins with. */
const ENQUIRY =
  /^(?:заявк[аиу]|лид(?:$|[ :#№])|обращени[ея] (?:с|из|от|через|клиента|№)|запрос (?:с |из|от|на |цены|кп|коммерч)|бронировани|бронь|запись на |отклик|обратн(?:ый|ого) звон|заказ (?:обратного )?звонка|вопрос (?:с |от |по )|сообщени[ея] (?:с |от |из |через)|форма (?:обратной|заявки|заказа|связи)|анкета|квиз|письмо с сайта|перезвони|замовлення|звернення)/iu;
const NEW_BUSINESS =
  /^(?:(?:у вас|к вам|вам|вы получили|у вас есть|поступил[аои]?|получен[аоы]?|пришл[аои]|пришёл|пришел|оформлен[аоы]?|создан[аоы]?|оставлен[аоы]?|надійшл[аои]|отримано)[: ] ?)?(?:новы[йе]|новая|новое|нове|нова)[: ] ?(?:интернет-)?(?:заказ|заявк|лид|обращени|запрос|сообщени|отклик|клиент|вопрос|бронь|бронирован|запись|замовлення|звернення|отзыв)/iu;
const ARRIVED = /^(?:поступил[аои]?|получен[аоы]?|пришл[аои]|пришёл|пришел|оформлен[аоы]?|оставлен[аоы]?|надійшл[аои]|отримано)[: ] ?(?:заказ|заявк|лид|обращени|запрос|сообщени|замовлення)/iu;
const NUMBERED_ORDER = /^(?:интернет-)?заказ (?:с сайта|на сайте|(?:№|n|#|номер)? ?\d)/iu;
const ENGLISH =
  /^(?:you(?:'ve| have)(?: got| received)? |received |a )?(?:a )?(?:new )?(?:customer |sales |web(?:site)? |online )?(?:order (?:#|no|from|received|\d)|lead(?:$|[ :#])|enquiry|inquiry|booking|reservation|quote request|(?:contact )?form (?:submission|entry|response)|submission|contact (?:form|request)|message (?:from|via) |callback request|request (?:a|for) (?:a )?(?:quote|call)|appointment request)/iu;
const ENGLISH_NEW = /^(?:you(?:'ve| have)(?: got| received)? )?(?:a )?new (?:customer |sales |web(?:site)? |online )?(?:order|lead|client|customer|response|submission|message|booking|enquiry|inquiry|request)\b/iu;

/** What became of an order that we placed ourselves, and what shops write to everybody. */
const OWN_PURCHASE =
  /^ваш[аеи]? |отправлен|доставлен|в пути|передан[оа]? в|готов[ао]? к (?:выдаче|получению)|ожидает (?:вас|получения|в пункте)|^your |shipped|dispatched|delivered|on its way|order confirmation|receipt|скидк|распродаж|\d ?%|\bsale\b/iu;

/** Whether a robot's subject tells of new business: "Новая заявка с сайта", "Order #12". */
export function tellsOfBusiness(bareSubject: string): boolean {
  const subject = bareSubject.replace(SITE, '');
  if (OWN_PURCHASE.test(subject)) return false;
  return [ENQUIRY, NEW_BUSINESS, ARRIVED, NUMBERED_ORDER, ENGLISH, ENGLISH_NEW].some((pattern) => pattern.test(subject));
}

/** Whether it tells us as customers: "Ваш заказ отправлен". */
export function tellsOfOwnPurchase(bareSubject: string): boolean {
  return OWN_PURCHASE.test(bareSubject);
}

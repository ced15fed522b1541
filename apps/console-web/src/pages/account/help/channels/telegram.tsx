import { t } from '../../../../texts/text';
import { Box, Said, Step, Tick, Words } from '../drawing';

/** A bot's token comes from @BotFather. */
export default function Telegram() {
  return (
    <>
      <Step caption={t('help.telegramFind')} height={96}>
        <Box y={12} text="@BotFather" />
        <Box y={52} text="BotFather" here />
        <Tick x={92} y={58} text="" />
      </Step>
      <Step caption={t('help.telegramNew')} height={120}>
        <Said x={178} y={12} width={90} text="/newbot" here />
        <Words x={214} y={58} text="…" />
        <Said x={178} y={76} width={90} text="/mybots" here />
        <Said y={44} width={130} text="Choose a name" />
      </Step>
      <Step caption={t('help.telegramToken')} height={118}>
        <Said y={12} width={170} text="@acme_sales_bot" />
        <Box x={144} y={48} width={124} text="Edit Bot" />
        <Box y={80} width={124} text="Bot Settings" />
        <Box x={144} y={80} width={124} text="Payments" />
        <Box y={48} width={124} text="API Token" here />
      </Step>
      <Step caption={t('help.telegramCopy')} height={92}>
        <Words y={26} text="Use this token to access the HTTP API:" small />
        <Box y={42} text="123456789:AAF9cQ…xY7" here />
      </Step>
    </>
  );
}

import { t } from '../../../../texts/text';
import { Box, Step, Tabs, Tick, Words } from '../drawing';

const CALLBACK = 'Callback API';
const LONG_POLL = 'Long Poll API';

/** A community's keys stand in its management, under the work with the API. */
export default function Vk() {
  const tokens = t('help.vkTokensTab');
  const tabs = [tokens, CALLBACK, LONG_POLL];
  return (
    <>
      <Step caption={t('help.vkManage')} height={92}>
        <Words y={26} text="vk.com/acme" small />
        <Box y={42} width={112} text={t('help.vkMenu')} here />
        <Words x={131} y={59} text="→" />
        <Box x={152} y={42} width={116} text={t('help.vkApi')} here />
      </Step>
      <Step caption={t('help.vkTokens')} height={138}>
        <Tabs y={22} names={tabs} here={tokens} />
        <Box y={42} width={140} text={t('help.vkCreate')} here />
        <Tick x={14} y={84} text={t('help.vkMessages')} />
        <Tick x={144} y={84} text={t('help.vkManagement')} />
        <Tick x={14} y={110} text={t('help.vkPhotos')} />
        <Tick x={144} y={110} text={t('help.vkDocuments')} />
      </Step>
      <Step caption={t('help.vkCallback')} height={146}>
        <Tabs y={22} names={tabs} here={CALLBACK} />
        <Words y={50} text={t('help.vkConfirmation')} small />
        <Box y={56} text="1a2b3c4d" here />
        <Words y={100} text={t('help.vkSecret')} small />
        <Box y={106} text="••••••••" here />
      </Step>
      <Step caption={t('help.vkLongPoll')} height={84}>
        <Tabs y={22} names={tabs} here={LONG_POLL} />
        <Tick x={14} y={50} text={t('help.vkEnabled')} />
      </Step>
    </>
  );
}

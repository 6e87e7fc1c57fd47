import { channelContract } from './channel.contract.ts';
import { openSlackChatUnderTest } from './slack-chat-under-test.ts';

channelContract('slack', openSlackChatUnderTest);

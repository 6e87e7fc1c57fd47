import { channelContract } from './channel.contract.ts';
import { openLocalChatUnderTest } from './local-chat-under-test.ts';

channelContract('local', openLocalChatUnderTest);

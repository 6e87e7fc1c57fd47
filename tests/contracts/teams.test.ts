import { channelContract } from './channel.contract.ts';
import { openTeamsChatUnderTest } from './teams-chat-under-test.ts';

channelContract('teams', openTeamsChatUnderTest);

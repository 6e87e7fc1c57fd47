/** What every part of the desk works with; put together once, in main. */
import type { Logger } from 'pino';
import type { Channel, ChannelName } from '../bot/channel.ts';
import type { Excel } from '../excel/bounded-excel.ts';
import type { Dns } from '../mail/authenticity/sender-proof.ts';
import type { MailParser } from '../mail/reading/parse.ts';
import type { MailSender } from '../mail/wire/send.ts';
import type { Store } from '../store/open.ts';
import type { Texts } from '../texts/ro.ts';
import type { DeskSettings } from './settings.ts';

/** What it takes to say in words what happened; there without a running desk too. */
export type Telling = Pick<Desk, 'config' | 'store' | 'texts'>;

export interface Desk {
  readonly config: DeskSettings;
  readonly store: Store;
  readonly excel: Excel;
  readonly parser: MailParser;
  /** Where it is asked who a domain's servers and keys are. */
  readonly dns: Dns;
  readonly sender: MailSender;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  readonly texts: Texts;
  readonly log: Logger;
  /** Where links point that people open: documents and the local page. */
  readonly publicUrl: string;
  now(): Date;
}

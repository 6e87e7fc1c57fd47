/** The ways of mail, put together from the settings: SMTP and LMTP in, mailboxes that are read, SMTP out. */
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { ArrivingMail } from './desk/intake.ts';
import type { ImapAccount } from './mail/imap/account.ts';
import { networksOf } from './mail/wire/networks.ts';
import { openTokenSource, type TokenSource } from './mail/wire/oauth2.ts';
import { type MailSender, openMailSender } from './mail/wire/send.ts';
import { type IncomingMail, type MailReceiver, startMailReceiver } from './mail/wire/smtp-in.ts';
import type { ImapSettings } from './settings/imap.ts';
import type { OAuth2Settings } from './settings/secrets.ts';

export interface Receivers {
  readonly smtp: MailReceiver;
  readonly lmtp: MailReceiver;
  close(): Promise<void>;
}

/**
 * Opens the mail slots: SMTP for whoever forwards, LMTP for the office's own mail server. `store` resolves when a mail is
 * safe; rejecting makes the sender try again.
 */
export async function openReceivers(
  config: Config,
  log: Logger,
  store: (mail: ArrivingMail) => Promise<void>,
): Promise<Receivers> {
  const ours = new Set(
    [config.deskAddress, config.diAddress, ...config.offices.map(({ mailbox }) => mailbox)].map((address) =>
      address.toLowerCase(),
    ),
  );
  const { host, networks, relays, maxBytes, tls } = config.mail.in;
  const ownServers = networksOf(relays);
  const open = async (protocol: 'smtp' | 'lmtp', port: number): Promise<MailReceiver> =>
    await startMailReceiver({
      protocol,
      host,
      port,
      maxBytes,
      allowedNetworks: networks,
      relays,
      ...(tls === null ? {} : { tls }),
      accepts: (address) => ours.has(address),
      store: ({ raw, envelope, client }: IncomingMail) =>
        store({
          raw,
          envelope,
          // Our own server that does not tell who brought it: nobody knows whose server that was.
          client: client.ip === '' || ownServers.include(client.ip) ? null : client,
          way: protocol,
        }),
      onTrouble: (code) => log.warn({ protocol, code }, 'trouble with a connection of the mail receiver'),
    });
  const smtp = await open('smtp', config.smtpInPort);
  try {
    const lmtp = await open('lmtp', config.lmtpInPort);
    return {
      smtp,
      lmtp,
      async close() {
        await Promise.all([smtp.close(), lmtp.close()]);
      },
    };
  } catch (error) {
    await smtp.close();
    throw error;
  }
}

/** The mailboxes to be read, each with its login; a secret is read anew for every connection. */
export function imapAccounts(settings: readonly ImapSettings[]): ImapAccount[] {
  return settings.map(({ login, user, ca, ...place }) => {
    const account = { ...place, ...(ca === null ? {} : { ca }) };
    if (login.type === 'password') {
      return { ...account, credentials: async () => ({ user, password: login.password() }) };
    }
    const tokens = tokensOf(login);
    return {
      ...account,
      credentials: async () => ({ user, accessToken: await tokens.accessToken() }),
      refused: () => tokens.invalidate(),
    };
  });
}

/** The way out: SMTP_URL, else the demo's own mailboxes. Throws if there is neither: the settings see to that. */
export function openWayOut(config: Config, demoUrl: string | null): MailSender {
  const { oauth2, dkim, requireTls } = config.mail.out;
  const tokens = oauth2 === null ? null : tokensOf(oauth2);
  const smtp = config.smtpUrl ?? demoUrl;
  if (smtp === null) {
    throw new Error('No way out for letters is configured');
  }
  return openMailSender({
    smtp,
    from: config.deskAddress,
    ...(dkim === null ? {} : { dkim }),
    ...(requireTls === null ? {} : { requireTls }),
    ...(oauth2 === null || tokens === null
      ? {}
      : { oauth2: { user: oauth2.user, accessToken: renewing(tokens) } }),
  });
}

/** A token; a new one where the server has refused the last. */
function renewing(tokens: TokenSource): (renew: boolean) => Promise<string> {
  return async (renew) => {
    if (renew) {
      tokens.invalidate();
    }
    return await tokens.accessToken();
  };
}

function tokensOf({ tokenUrl, clientId, clientSecret, scope }: OAuth2Settings): TokenSource {
  return openTokenSource({ tokenUrl, clientId, clientSecret: clientSecret(), scope });
}

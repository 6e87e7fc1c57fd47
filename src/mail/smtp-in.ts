import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** A mail as it came off the wire. The bytes are untouched: proofs are made on them. */
export interface IncomingMail {
  readonly raw: Buffer;
  readonly envelope: {
    /** MAIL FROM; empty for a bounce. */
    readonly from: string;
    readonly to: readonly string[];
  };
  readonly client: {
    /** Who handed the mail to our own mail server, where that one tells (XFORWARD); else our client. */
    readonly ip: string;
    readonly helo: string;
  };
}

export interface MailReceiverOptions {
  /** LMTP answers for each recipient; SMTP once. */
  readonly protocol: 'smtp' | 'lmtp';
  readonly host: string;
  /** 0 takes any free port; the receiver tells which. */
  readonly port: number;
  /** The largest mail in bytes, as sent on the wire. */
  readonly maxBytes: number;
  /** Whether mail for this address (lower case) is ours. */
  accepts(address: string): boolean;
  /** Keeps the mail; resolves only when it is safe on disk (fsync). Rejecting makes the sender try again. */
  store(mail: IncomingMail): Promise<void>;
  /** Networks that may connect, such as `10.1.0.0/16`. Default: this machine only. */
  readonly allowedNetworks?: readonly string[];
  /** Connections at a time. Default 50. */
  readonly maxClients?: number;
  /** Silence after which a connection is closed, in milliseconds. Default 60,000. */
  readonly idleMs?: number;
  /** Bytes of unfinished mails held in memory at a time. Default: three of the largest mails. */
  readonly maxBytesInFlight?: number;
  /** The name the receiver greets with. Default `localhost`. */
  readonly name?: string;
  /** Told of trouble with a connection, without any mail content. */
  onTrouble?(code: string): void;
}

export interface MailReceiver {
  readonly port: number;
  /** Takes no new connection, lets running ones end (5 seconds at most). */
  close(): Promise<void>;
}

const LOOPBACK = ['127.0.0.0/8', '::1/128'];
const RECIPIENTS_PER_MAIL = 20;

/**
 * Opens the desk's mail slot. 250 is answered only after `store` has resolved; if it rejects, 451, and
 * the sending server keeps the mail and tries again. Too big: 552 with a sentence saying how big is allowed.
 * Rejects if the address cannot be listened on.
 */
export async function startMailReceiver(options: MailReceiverOptions): Promise<MailReceiver> {
  const networks = networkList(options.allowedNetworks ?? LOOPBACK);
  const lmtp = options.protocol === 'lmtp';
  const budget = options.maxBytesInFlight ?? options.maxBytes * 3;
  let inFlight = 0;

  const server = new SMTPServer({
    lmtp,
    name: options.name ?? 'localhost',
    banner: 'acces-autorizati',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    // The declared limit is looked at in onMailFrom, to answer with a sentence of ours.
    hideSize: true,
    size: options.maxBytes,
    maxClients: options.maxClients ?? 50,
    socketTimeout: options.idleMs ?? 60_000,
    closeTimeout: 5_000,
    useXClient: false,
    useXForward: true,
    onConnect(session, callback) {
      callback(
        networks.allows(session.remoteAddress) ? null : refusal(554, 'Access denied from this network'),
      );
    },
    onMailFrom(address, _session, callback) {
      const declared = address.args === false ? 0 : Number(address.args.SIZE ?? 0);
      callback(declared > options.maxBytes ? tooBig(options.maxBytes) : null);
    },
    onRcptTo(address, session, callback) {
      if (!options.accepts(address.address.toLowerCase())) {
        callback(refusal(550, 'No such mailbox here'));
      } else if (session.envelope.rcptTo.length >= RECIPIENTS_PER_MAIL) {
        callback(refusal(452, 'Too many recipients: send the others in another mail'));
      } else {
        callback();
      }
    },
    onData(stream, session, callback) {
      receive(stream, session).then(
        (answer) => {
          if (answer instanceof Error) {
            callback(answer);
          } else {
            callback(null, lmtp ? session.envelope.rcptTo.map(() => answer) : answer);
          }
        },
        // Nothing of the error goes out: it may name files or people.
        () => callback(refusal(451, 'Could not be stored now: please try again later')),
      );
    },
  });

  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string | Error> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let crowded = false;
    try {
      for await (const chunk of stream) {
        const piece: Buffer = chunk;
        bytes += piece.length;
        inFlight += piece.length;
        crowded ||= inFlight > budget;
        if (bytes <= options.maxBytes && !crowded) {
          chunks.push(piece);
        } else {
          // The rest is read to the end, as the protocol wants it, but not kept.
          chunks.length = 0;
        }
      }
      if (stream.sizeExceeded || bytes > options.maxBytes) {
        return tooBig(options.maxBytes);
      }
      if (crowded) {
        return refusal(452, 'Too much mail at once: please try again later');
      }
      await options.store({
        raw: Buffer.concat(chunks),
        envelope: {
          from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
          to: session.envelope.rcptTo.map((recipient) => recipient.address.toLowerCase()),
        },
        client: clientOf(session),
      });
      return 'Stored';
    } finally {
      inFlight -= bytes;
    }
  }

  server.on('error', (error) => options.onTrouble?.('code' in error ? String(error.code) : 'connection'));
  const port = await listen(server, options.port, options.host);
  return {
    port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function listen(server: SMTPServer, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => reject(error);
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      const address = server.server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function clientOf(session: SMTPServerSession): IncomingMail['client'] {
  const forwarded = (name: string): string | null => {
    const value = session.xForward?.get(name);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return {
    ip: forwarded('ADDR') ?? plainIp(session.remoteAddress),
    helo: forwarded('HELO') ?? session.hostNameAppearsAs,
  };
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function tooBig(maxBytes: number): Error {
  const megabytes = Math.floor((maxBytes / 1024 / 1024) * 10) / 10;
  return refusal(
    552,
    `Mesajul este prea mare: se primesc cel mult ${megabytes} MB. Trimiteti fisiere mai mici.`,
  );
}

function plainIp(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}

/** The networks of a list such as `127.0.0.0/8` or a single address. Throws for what is neither. */
function networkList(networks: readonly string[]): { allows(address: string): boolean } {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (!isIPv4(address) && !isIPv6(address)) {
      throw new Error(`"${network}" is no network: write it as 10.1.0.0/16 or 10.1.2.3`);
    }
    list.addSubnet(address, prefix === undefined ? (family === 'ipv4' ? 32 : 128) : Number(prefix), family);
  }
  return {
    allows: (address) => {
      const plain = plainIp(address);
      return list.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6');
    },
  };
}

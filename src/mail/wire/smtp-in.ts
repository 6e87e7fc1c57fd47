import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import {
  type Certificate,
  type CertificateFiles,
  readCertificate,
  renewedCertificate,
} from './certificate.ts';
import { LOOPBACK_NETWORKS, networksOf, THIS_MACHINE } from './networks.ts';
import { type Peer, peersOf } from './peer.ts';

/** A mail as it came off the wire. The bytes are untouched: proofs are made on them. */
export interface IncomingMail {
  readonly raw: Buffer;
  readonly envelope: {
    /** MAIL FROM; empty for a bounce. */
    readonly from: string;
    readonly to: readonly string[];
  };
  /** Who handed the mail to our own mail server, where that one tells (XFORWARD); else our client. */
  readonly client: Peer;
  /** Whether it came to us encrypted (STARTTLS). */
  readonly secure: boolean;
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
  /**
   * The office's own mail servers, as networks: they are believed when they tell who handed them the mail (XFORWARD).
   * Default: this machine only.
   */
  readonly relays?: readonly string[];
  /** With it STARTTLS is offered (TLS 1.2 and above). Files that change are read anew without a restart. */
  readonly tls?: CertificateFiles & {
    /** Refuses a mail that comes unencrypted. */
    readonly required: boolean;
  };
  /** Connections at a time. Default 50. */
  readonly maxClients?: number;
  /** Silence after which a connection is closed, in milliseconds. Default 60,000. */
  readonly idleMs?: number;
  /** Bytes of unfinished mails held in memory at a time. Default: three of the largest mails. */
  readonly maxBytesInFlight?: number;
  /** The name the receiver greets with. Default `localhost`. */
  readonly name?: string;
  /** Told of trouble with a connection or the certificate: a code, without any mail content. */
  onTrouble?(code: string): void;
}

export interface MailReceiver {
  readonly port: number;
  /** Takes no new connection, lets running ones end (5 seconds at most). */
  close(): Promise<void>;
}

const RECIPIENTS_PER_MAIL = 20;
const NOBODY: Peer = { ip: '', helo: '' };

/**
 * Opens the desk's mail slot. 250 is answered only after `store` has resolved; if it rejects, 451, and
 * the sending server keeps the mail and tries again. Too big: 552 with a sentence saying how big is allowed.
 * Rejects if the address cannot be listened on, or the certificate cannot be used.
 */
export async function startMailReceiver(options: MailReceiverOptions): Promise<MailReceiver> {
  const networks = networksOf(options.allowedNetworks ?? LOOPBACK_NETWORKS);
  const relays = networksOf(options.relays ?? THIS_MACHINE);
  const certificate = options.tls === undefined ? null : usableCertificate(options.tls);
  const renewed = options.tls === undefined ? null : renewedCertificate(options.tls);
  const disabledCommands = certificate === null ? ['AUTH', 'STARTTLS'] : ['AUTH'];
  const lmtp = options.protocol === 'lmtp';
  const budget = options.maxBytesInFlight ?? options.maxBytes * 3;
  const nextPeer = new WeakMap<SMTPServerSession, () => Peer>();
  const peers = new WeakMap<SMTPServerSession, Peer>();
  let inFlight = 0;

  const server = new SMTPServer({
    lmtp,
    name: options.name ?? 'localhost',
    banner: 'acces-autorizati',
    authOptional: true,
    ...certificate,
    minVersion: 'TLSv1.2',
    disabledCommands,
    disableReverseLookup: true,
    logger: false,
    // SIZE is announced without its number, as RFC 1870 (4) allows: a server that knows the number refuses a larger mail
    // by itself, in English, and the sender never reads our sentence. So it declares the size, and onMailFrom answers.
    hideSize: true,
    size: options.maxBytes,
    maxClients: options.maxClients ?? 50,
    socketTimeout: options.idleMs ?? 60_000,
    closeTimeout: 5_000,
    useXClient: false,
    useXForward: true,
    onConnect(session, callback) {
      if (!networks.include(session.remoteAddress)) {
        callback(refusal(554, '5.7.1 Access denied from this network'));
        return;
      }
      if (!relays.include(session.remoteAddress)) {
        session.disabledCommands = [...disabledCommands, 'XFORWARD'];
      }
      nextPeer.set(session, peersOf(session));
      renewCertificate().finally(() => callback());
    },
    onMailFrom(address, session, callback) {
      peers.set(session, nextPeer.get(session)?.() ?? NOBODY);
      const declared = address.args === false ? 0 : Number(address.args.SIZE ?? 0);
      if (options.tls?.required && !session.secure) {
        callback(refusal(530, '5.7.0 Must issue a STARTTLS command first'));
      } else {
        callback(declared > options.maxBytes ? tooBig(options.maxBytes) : null);
      }
    },
    onRcptTo(address, session, callback) {
      if (!options.accepts(address.address.toLowerCase())) {
        callback(refusal(550, '5.1.1 No such mailbox here'));
      } else if (session.envelope.rcptTo.length >= RECIPIENTS_PER_MAIL) {
        callback(refusal(452, '4.5.3 Too many recipients: send the others in another mail'));
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
        () => callback(refusal(451, '4.3.0 Could not be stored now: please try again later')),
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
        return refusal(452, '4.3.1 Too much mail at once: please try again later');
      }
      await options.store({
        raw: Buffer.concat(chunks),
        envelope: {
          from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
          to: session.envelope.rcptTo.map((recipient) => recipient.address.toLowerCase()),
        },
        client: peers.get(session) ?? NOBODY,
        secure: session.secure,
      });
      return 'Stored';
    } finally {
      inFlight -= bytes;
    }
  }

  async function renewCertificate(): Promise<void> {
    const found = await renewed?.look();
    if (!found) {
      return;
    }
    if ('fault' in found) {
      // The old one serves on; it is looked at again when the files change again.
      options.onTrouble?.(found.fault);
    } else {
      server.updateSecureContext({ ...found });
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

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function tooBig(maxBytes: number): Error {
  const megabytes = Math.floor((maxBytes / 1024 / 1024) * 10) / 10;
  return refusal(
    552,
    `5.3.4 Mesajul este prea mare: se primesc cel mult ${megabytes} MB. Trimiteti fisiere mai mici.`,
  );
}

/** Throws for files that cannot be used: without them the receiver must not open. */
function usableCertificate(files: CertificateFiles): Certificate {
  const found = readCertificate(files);
  if ('fault' in found) {
    throw new Error(`The certificate of the mail receiver cannot be used: ${found.fault}`);
  }
  return found;
}

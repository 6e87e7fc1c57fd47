import { scanMime } from '../reading/mime-scan.ts';
import { isRefused } from '../reading/parsed-mail.ts';
import { readMime } from '../reading/read-mime.ts';
import { isBounce } from '../sorting/bounce.ts';
import { isMachineAddress } from '../sorting/noise.ts';
import { CUT_MARK, type NewPart } from './cut-notice.ts';
import { type CutNested, cutPart, isShownText } from './cut-part.ts';
import { type CutWork, isNullSender, type MailView } from './cut-view.ts';
import { blockOf, headersIn, isSoundBlock, newHeader, newlineOf, soundHeadersIn } from './header-block.ts';
import { type MimePart, mimeTree } from './mime-tree.ts';

const LIMITS = { headerBytes: 262_144, parts: 200 };
const WRAPPING_BOUNDARY = 'acces-cut-part';

/**
 * A mail without what must go: built anew from the parts that the parser sees, so that nothing outside of them survives.
 * `raw` itself if nothing must go; null if it cannot be taken apart.
 */
export async function cutMessage(
  raw: Buffer,
  around: Pick<MailView, 'depth' | 'boundaries' | 'unseen'>,
  work: CutWork,
): Promise<Buffer | null> {
  const tree = await mimeTree(raw, LIMITS);
  if (tree === null) {
    return null;
  }
  const { root, hidden } = tree;
  const view: MailView = {
    depth: around.depth,
    unseen: around.unseen,
    boundaries: around.boundaries,
    ...(await natureOf(root)),
    hasText: leavesOf(root).some((leaf) => isShownText(leaf) && leaf.body.some(hasWords)),
    newline: newlineOf(raw),
  };
  const message: Message = {
    root,
    view,
    work,
    open: !scanMime(raw).closed,
    cutNested: (inner, nestedView) => cutMessage(inner, nestedView, work),
  };
  const { changed, parts } = await rendered(root, message, view.boundaries, false);
  const unsound = hidden || allParts(root).some(({ block }) => !isSoundBlock(block));
  if (unsound) {
    work.cut.add('hidden-text');
  }
  return changed || unsound ? Buffer.concat(asOne(parts, message)) : raw;
}

/** What stays the same while the parts of one mail are looked at. */
interface Message {
  readonly root: MimePart;
  readonly view: MailView;
  readonly work: CutWork;
  /** The mail ends before its last part does: so will what is left of it. */
  readonly open: boolean;
  readonly cutNested: CutNested;
}

/** The bytes of a part: its header block and its body. */
type Piece = readonly [Buffer, ...Buffer[]];

interface Rendered {
  readonly changed: boolean;
  /** What a part became: usually one. */
  readonly parts: readonly Piece[];
}

async function rendered(
  part: MimePart,
  message: Message,
  boundaries: readonly string[],
  plainBeside: boolean,
): Promise<Rendered> {
  if (part.multipart) {
    return await renderedMultipart(part, message, boundaries, plainBeside);
  }
  const { view, work, cutNested } = message;
  const fate = await cutPart(part, { ...view, boundaries }, work, plainBeside, cutNested);
  return fate === null
    ? { changed: false, parts: [[ownBlock(part, message), ...part.body]] }
    : { changed: true, parts: fate.map(({ block, body }: NewPart): Piece => [block, body]) };
}

async function renderedMultipart(
  part: MimePart,
  message: Message,
  around: readonly string[],
  plainBeside: boolean,
): Promise<Rendered> {
  const block = ownBlock(part, message);
  const { boundary } = part;
  if (boundary === null) {
    return { changed: false, parts: [[block]] };
  }
  const beside =
    plainBeside || (part.contentType === 'multipart/alternative' && (await hasPlainVersion(part)));
  const children: Rendered[] = [];
  for (const child of part.children) {
    children.push(await rendered(child, message, [...around, boundary], beside));
  }
  const changed = children.some((child) => child.changed);
  const parts = children.flatMap((child) => child.parts);
  if (changed && parts.length === 0 && part !== message.root) {
    return { changed, parts: [] };
  }
  const open = message.open && part === message.root;
  return { changed, parts: [[block, ...joined(parts, boundary, message.view.newline, open)]] };
}

function joined(parts: readonly Piece[], boundary: string, newline: string, open: boolean): Buffer[] {
  const delimiter = Buffer.from(`--${boundary}${newline}`, 'latin1');
  const end = Buffer.from(newline, 'latin1');
  const bytes = parts.flatMap((part, at) =>
    open && at === parts.length - 1 ? [delimiter, ...part] : [delimiter, ...part, end],
  );
  return open ? bytes : [...bytes, Buffer.from(`--${boundary}--${newline}`, 'latin1')];
}

/** A mail that was one file, such as a winmail.dat, and is now several or none. */
function asOne(parts: readonly Piece[], { root, view }: Message): readonly Buffer[] {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) {
    return root.multipart ? only : [mergedBlock(root, only[0], view.newline), ...only.slice(1)];
  }
  const { newline } = view;
  const type = `multipart/mixed; boundary="${WRAPPING_BOUNDARY}"`;
  const head = [...aboutTheMail(root), newHeader('Content-Type', type, newline)];
  return [blockOf(head, newline), ...joined(parts, WRAPPING_BOUNDARY, newline, false)];
}

/** The headers of a mail of one part, whose place another part has taken. */
function mergedBlock(root: MimePart, block: Buffer, newline: string): Buffer {
  const about = headersIn(block).filter(({ name }) => name.startsWith('content-'));
  return blockOf([...aboutTheMail(root), ...about], newline);
}

function aboutTheMail(root: MimePart) {
  return soundHeadersIn(root.block).filter(({ name }) => !name.startsWith('content-') && !isMark(name));
}

/** The header block of a part that stays: what is no header of a part goes, and of a mail a mark that is not ours. */
function ownBlock(part: MimePart, { root, view }: Message): Buffer {
  const headers =
    part === root
      ? soundHeadersIn(part.block).filter(({ name }) => !isMark(name))
      : headersIn(part.block).filter(({ name }) => /^(?:content-|x-|mime-version$)/.test(name));
  return blockOf(headers, view.newline);
}

function isMark(name: string): boolean {
  return name === CUT_MARK.toLowerCase();
}

/** What the headers say of a mail: whether mails in it came back, and whether its text tells of a failed delivery. */
async function natureOf(root: MimePart): Promise<Pick<MailView, 'returning' | 'bounce'>> {
  const head = headersIn(root.block);
  const unparsed = blockOf(
    head.filter(({ name }) => name !== 'content-transfer-encoding'),
    '\r\n',
  );
  const mail = await readMime(unparsed);
  if (isRefused(mail)) {
    return { returning: false, bounce: false };
  }
  const nullSender = isNullSender(mail);
  const machine = mail.from.some(({ address }) => isMachineAddress(address));
  const bounce = isBounce(mail) || (machine && nullSender);
  return { bounce, returning: bounce || nullSender || root.contentType === 'multipart/report' };
}

function allParts(part: MimePart): readonly MimePart[] {
  return [part, ...part.children.flatMap(allParts)];
}

function leavesOf(part: MimePart): readonly MimePart[] {
  return allParts(part).filter(({ multipart }) => !multipart);
}

/** True if a multipart/alternative has its text in plain too: then its HTML says nothing more. */
async function hasPlainVersion(alternative: MimePart): Promise<boolean> {
  for (const leaf of leavesOf(alternative)) {
    if (leaf.contentType === 'text/plain' && isShownText(leaf) && hasWords(await leaf.decoded())) {
      return true;
    }
  }
  return false;
}

function hasWords(bytes: Buffer): boolean {
  return bytes.some((byte) => byte > 32);
}

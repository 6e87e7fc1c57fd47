import { CUT_MARK, cutMark, noticePart } from './cut-notice.ts';
import {
  blockOf,
  headersIn,
  isBlank,
  isMailHeader,
  lineAfter,
  mailStart,
  newHeader,
  newlineOf,
  type RawHeader,
  writtenValue,
} from './header-block.ts';

const HEADER_BYTES = 262_144;
const MOST_HEADERS = 300;
const LONGEST_HEADER = 8_000;
const REPORT_BYTES = 65_536;
const BOUNDARY = 'acces-cut-part';

/**
 * The strictest cut: the headers of a mail, a part that says that the rest was not kept, and of a bounce what it reports
 * of its recipients and which of `letters` it names. Nothing is parsed, every length is bounded, so that it can be had of
 * a mail that no parser takes. Linear.
 */
export function headersOnly(raw: Buffer, letters: readonly string[] = []): Buffer {
  const newline = newlineOf(raw);
  const all = headersIn(raw.subarray(mailStart(raw), mailStart(raw) + HEADER_BYTES));
  const kept = all
    .filter(({ name, bytes }) => isKept(name) && bytes.length <= LONGEST_HEADER)
    .slice(0, MOST_HEADERS);
  const report = reportFields(raw);
  const isReport = report.length > 0 || all.some(isReportType);
  const type = isReport
    ? `multipart/report; report-type=${reportType(all)}; boundary="${BOUNDARY}"`
    : `multipart/mixed; boundary="${BOUNDARY}"`;
  const head = [
    cutMark(['all-but-headers'], newline),
    ...kept,
    newHeader('MIME-Version', '1.0', newline),
    newHeader('Content-Type', type, newline),
  ];
  const notice = noticePart('whole', newline);
  const parts = [
    Buffer.concat([notice.block, notice.body]),
    ...(report.length > 0 ? [plainPart('message/delivery-status', report, newline)] : []),
    ...(isReport && letters.length > 0
      ? [plainPart('text/rfc822-headers', namingLines(letters), newline)]
      : []),
  ];
  const delimiter = Buffer.from(`--${BOUNDARY}${newline}`, 'latin1');
  const end = Buffer.from(newline, 'latin1');
  return Buffer.concat([
    blockOf(head, newline),
    ...parts.flatMap((part) => [delimiter, part, end]),
    Buffer.from(`--${BOUNDARY}--${newline}`, 'latin1'),
  ]);
}

/** Whatever describes the body describes nothing any more. */
function isKept(name: string): boolean {
  return (
    isMailHeader(name) &&
    !name.startsWith('content-') &&
    name !== 'mime-version' &&
    name !== CUT_MARK.toLowerCase()
  );
}

function isReportType(header: RawHeader): boolean {
  return header.name === 'content-type' && /^multipart\/report\b/i.test(writtenValue(header));
}

function reportType(headers: readonly RawHeader[]): string {
  const receipt = headers.some(
    (header) => header.name === 'content-type' && /disposition-notification/i.test(writtenValue(header)),
  );
  return receipt ? 'disposition-notification' : 'delivery-status';
}

function plainPart(type: string, lines: readonly string[], newline: string): Buffer {
  return Buffer.from([`Content-Type: ${type}`, '', ...lines].join(newline), 'latin1');
}

function namingLines(letters: readonly string[]): string[] {
  return letters
    .filter((id) => /^<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>$/.test(id))
    .slice(0, 20)
    .map((id) => `Message-ID: ${id}`);
}

/** The fields of RFC 3464, wherever in the mail they stand; other lines are not kept. */
function reportFields(raw: Buffer): string[] {
  const at = raw.toString('latin1').search(/^content-type:[ \t]*message\/(?:global-)?delivery-status/im);
  if (at === -1) {
    return [];
  }
  let from = at;
  while (from < raw.length && !isBlank(raw.subarray(from, lineAfter(raw, from)))) {
    from = lineAfter(raw, from);
  }
  return reportLines(raw.subarray(from, from + REPORT_BYTES));
}

const FIELD =
  /^(?:reporting-mta|reporting-ua|dsn-gateway|received-from-mta|arrival-date|original-envelope-id|original-recipient|final-recipient|action|status|remote-mta|diagnostic-code|last-attempt-date|final-log-id|will-retry-until|disposition|original-message-id|mdn-gateway|error|feedback-type|user-agent|version|x-[a-z0-9-]{1,60}):/i;

/** The lines of a report that are fields of reports, with the empty lines between them, up to the first other line. */
export function reportLines(bytes: Buffer): string[] {
  const lines: string[] = [];
  for (const line of bytes.toString('latin1').split(/\r?\n/)) {
    const continues = /^[ \t]/.test(line) && lines.at(-1) !== undefined && lines.at(-1) !== '';
    if (line.trim() !== '' && !continues && !FIELD.test(line)) {
      break;
    }
    lines.push(line.trim() === '' ? '' : line);
  }
  return lines;
}

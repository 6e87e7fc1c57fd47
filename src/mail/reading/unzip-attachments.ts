/** Archives among the attachments, opened: scans and workbooks that somebody packed together. */
import { createHash } from 'node:crypto';
import { safeFileName } from './file-names.ts';
import { isWorkbookType, sniffMediaType } from './media-type.ts';
import type { MailAttachment } from './parsed-mail.ts';
import { type ClosedArchive, type UnzipBudget, unzip, type ZippedFile } from './unzip.ts';

/**
 * The same attachments, each archive replaced by its files (under their own names; `archive` says where they were).
 * One that cannot be opened, or holds no scan, workbook or Word file, stays as it came, with the reason in
 * `closedArchive`. An archive inside an archive is a file like any other.
 */
export async function withUnzipped(
  attachments: readonly MailAttachment[],
  budget: UnzipBudget,
): Promise<MailAttachment[]> {
  const opened: MailAttachment[] = [];
  for (const attachment of attachments) {
    if (attachment.mediaType === 'application/zip') {
      opened.push(...(await filesIn(attachment, budget)));
    } else {
      opened.push(attachment);
    }
  }
  return opened;
}

async function filesIn(archive: MailAttachment, budget: UnzipBudget): Promise<readonly MailAttachment[]> {
  const unzipped = await unzip(archive.bytes, budget);
  if ('closed' in unzipped) {
    return [closed(archive, unzipped.closed)];
  }
  const files = unzipped.files.map((file, index) => attachmentOf(file, archive.name, index + 1));
  return files.some(isUsable) ? files : [closed(archive, 'archive-nothing-usable')];
}

function closed(archive: MailAttachment, why: ClosedArchive): MailAttachment {
  return { ...archive, closedArchive: why };
}

function attachmentOf({ name, bytes }: ZippedFile, archive: string, position: number): MailAttachment {
  const mediaType = sniffMediaType(bytes) ?? 'application/octet-stream';
  return {
    name: safeFileName(name, mediaType, position),
    mediaType,
    bytes,
    contentId: null,
    inline: false,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    archive,
  };
}

/** What an applicant sends (A9). */
function isUsable({ mediaType, name }: MailAttachment): boolean {
  return (
    mediaType === 'application/pdf' ||
    mediaType.startsWith('image/') ||
    mediaType === 'application/msword' ||
    mediaType.includes('wordprocessingml') ||
    mediaType === 'application/vnd.ms-outlook' ||
    isWorkbookType(mediaType, name)
  );
}

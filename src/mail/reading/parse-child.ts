import { serveJobs } from '../../bounded/serve-jobs.ts';
import { proveSender } from '../authenticity/prove-sender.ts';
import { cutCredentials } from '../cut/cut-credentials.ts';
import type { ParseAnswers, ParseJob } from './parse-jobs.ts';
import { readPdfPages } from './pdf-pages.ts';
import { readMime } from './read-mime.ts';

// The child of parse.ts: everything that parses mails and files from outside happens here.
serveJobs((job) => perform(job as ParseJob));

function perform(job: ParseJob): Promise<ParseAnswers[ParseJob['type']]> {
  switch (job.type) {
    case 'mail':
      return readMime(bufferOver(job.raw));
    case 'pdf-pages':
      return readPdfPages(bufferOver(job.bytes));
    case 'prove':
      return proveSender(bufferOver(job.raw), job.options);
    case 'cut':
      return cutCredentials(bufferOver(job.raw), job.order);
  }
}

function bufferOver(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

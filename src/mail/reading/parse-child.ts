import { serveJobs } from '../../bounded/serve-jobs.ts';
import type { ParseAnswers, ParseJob } from './parse-jobs.ts';
import { readPdfPages } from './pdf-pages.ts';
import { readMime } from './read-mime.ts';

// The child of parse.ts: everything that parses mails and files from outside happens here.
serveJobs((job) => perform(job as ParseJob));

/** What not every mail needs is loaded when the first one does: a child begins sooner. */
async function perform(job: ParseJob): Promise<ParseAnswers[ParseJob['type']]> {
  switch (job.type) {
    case 'mail':
      return await readMime(bufferOver(job.raw));
    case 'pdf-pages':
      return await readPdfPages(bufferOver(job.bytes));
    case 'prove': {
      const { proveSender } = await import('../authenticity/prove-sender.ts');
      return await proveSender(bufferOver(job.raw), job.options);
    }
    case 'cut': {
      const { cutCredentials } = await import('../cut/cut-credentials.ts');
      return await cutCredentials(bufferOver(job.raw), job.order);
    }
  }
}

function bufferOver(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

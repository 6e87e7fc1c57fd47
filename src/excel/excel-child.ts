import { serveJobs } from '../bounded/serve-jobs.ts';
import { cleanPassword } from './clean-password.ts';
import type { ExcelAnswers, ExcelJob } from './excel-jobs.ts';
import { fillForm } from './fill.ts';
import { warmForeignReader } from './foreign-grid.ts';
import { readForm } from './read-form.ts';
import { findTraces } from './scrub.ts';

// The child of bounded-excel.ts: everything that parses bytes from outside happens here.
warmForeignReader();

serveJobs((job) => perform(job as ExcelJob));

type Answer = ExcelAnswers[ExcelJob['type']];

function perform(job: ExcelJob): Answer | Promise<Answer> {
  switch (job.type) {
    case 'read':
      return readForm(job.bytes, job.fileName, job.today);
    case 'fill':
      return fillForm(job.bytes, job.values);
    case 'clean-password':
      return cleanPassword(job.bytes);
    case 'find-traces':
      return findTraces(job.bytes, job.secret);
  }
}
